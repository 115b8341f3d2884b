package tw.nvr.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The precompiled templates. Thread-safe. */
final class Templates {
    private static final String PACKAGE = "tw.nvr.web.page.template";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    /** The page as HTML. */
    String render(String name, Frame frame, Object view) {
        StringOutput out = new StringOutput();
        engine.render(name + ".jte", Map.of("frame", frame, "view", view), out);
        return out.toString();
    }
}
