package tw.nvr.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes every page of a made-up school into a folder, to be looked at: {@code RenderToFiles DIRECTORY}. */
final class RenderToFiles {
    private RenderToFiles() {}

    public static void main(String[] arguments) throws IOException {
        Path into = Path.of(arguments[0]);
        Files.createDirectories(into);
        for (var texts : List.of(FakeRecorder.chinese(), FakeRecorder.english())) {
            FakeRecorder r = Scenes.school();
            Map<String, List<String>> day = Map.of(
                    "camera", List.of("cam-04"),
                    "with", List.of("cam-03", "cam-01"),
                    "date", List.of("115/11/04"),
                    "time", List.of("10:18:30"));
            String lang = texts.locale().getLanguage();
            for (String path : List.of("/", "/live", "/cameras", "/storage", "/audit", "/help")) {
                write(into, lang + path, r.html(path, texts, Map.of()));
            }
            write(into, lang + "/playback", r.html("/playback", texts, day));
            write(
                    into,
                    lang + "/faults",
                    r.html("/playback", texts, Map.of("date", List.of("昨天"), "time", List.of("25:00"))));
        }
    }

    private static void write(Path into, String name, String html) throws IOException {
        String file = name.endsWith("/") ? name + "dashboard" : name;
        Path target = into.resolve(file.replace('/', '-') + ".html");
        Files.write(target, html.replaceAll("/assets/[0-9a-f]{12}/", "assets/").getBytes(StandardCharsets.UTF_8));
    }
}
