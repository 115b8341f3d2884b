package tw.nvr.web.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tw.nvr.core.problem.Texts;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Page;

/** The console's pages by path. Immutable; the pages are thread-safe. */
public final class Pages {
    private final PagePorts ports;
    private final Facts facts;
    private final ChainCheck chain;
    private final Templates templates = new Templates();
    private final String assets = "/assets/" + AssetVersion.compute() + "/";

    private Pages(PagePorts ports) {
        this.ports = ports;
        this.facts = new Facts(ports);
        this.chain = new ChainCheck(ports.audit(), ports.clock());
    }

    /**
     * What is answered where. A key is a path in which <code>{name}</code> stands for one element, which the page then finds
     * among the parameters of what was asked.
     */
    public static Map<String, Page> routes(PagePorts ports) {
        Pages pages = new Pages(ports);
        Dashboard dashboard = new Dashboard(pages.facts, ports.health(), pages.chain);
        Map<String, Page> routes = new LinkedHashMap<>();
        routes.put("/", pages.page("dashboard", dashboard::view));
        routes.put("/live", pages.page("live", f -> LiveView.of(f, pages.facts, "")));
        routes.put("/live/{camera}", pages::liveOfOne);
        routes.put("/playback", pages.playback(new Playback(pages.facts)));
        routes.put("/cameras", pages.page("cameras", f -> CamerasView.of(f, pages.facts)));
        routes.put("/storage", pages.page("storage", f -> StorageView.of(f, pages.facts)));
        routes.put("/audit", pages.page("audit", f -> AuditView.of(f, ports.audit(), pages.chain)));
        routes.put("/help", pages.page("help", HelpView::of));
        return routes;
    }

    private Page page(String name, Function<Frame, Object> view) {
        return ask -> {
            Frame frame = frame(ask, name);
            return Answer.html(templates.render(name, frame, view.apply(frame)));
        };
    }

    private Answer liveOfOne(Ask ask) {
        Frame frame = frame(ask, "live");
        String camera = ask.parameter("camera").orElse("");
        return Answer.html(templates.render("live", frame, LiveView.of(frame, facts, camera)));
    }

    private Page playback(Playback playback) {
        return ask -> {
            Frame frame = frame(ask, "playback");
            PlaybackQuery query = PlaybackQuery.read(ask, facts, frame.dates());
            Answer answer = Answer.html(templates.render("playback", frame, playback.view(frame, query)));
            int status = query.faults().isEmpty() ? 200 : 400;
            return new Answer(status, answer.contentType(), answer.headers(), answer.body());
        };
    }

    private Frame frame(Ask ask, String here) {
        Texts texts = ask.texts();
        return new Frame(
                texts,
                new Dates(texts, ports.zone()),
                here,
                facts.now(),
                ports.institution().isBlank() ? texts.get("shell.no-institution") : ports.institution(),
                ports.demo(),
                AuditView.actor(texts, ask.actor()),
                otherLanguage(ask),
                assets);
    }

    /** The same page with the language changed; everything typed stays. */
    private static String otherLanguage(Ask ask) {
        StringBuilder s = new StringBuilder(ask.path()).append("?lang=");
        s.append(ask.texts().locale().equals(Texts.EN) ? "zh-TW" : "en");
        for (Map.Entry<String, List<String>> p : ask.parameters().entrySet()) {
            if (!p.getKey().equals("lang")) {
                p.getValue()
                        .forEach(v -> s.append('&')
                                .append(Links.encode(p.getKey()))
                                .append('=')
                                .append(Links.encode(v)));
            }
        }
        return s.toString();
    }
}
