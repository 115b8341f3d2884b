package tw.nvr.daemon.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one recorder and one browser for all classes together, the browser freshened for each; and looks after each
 * test whether the page complained or asked for anything that is not on the box.
 */
final class InBrowser implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(InBrowser.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                Files.isExecutable(Browser.CHROMIUM) && Files.isExecutable(Browser.DRIVER),
                "Chromium or its driver is not installed (chromium, chromium-driver)");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser(context).freshen();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            browser(context).assertNothingWrong(demo(context).page("/"));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Demo.class || type == Browser.class || type == PlayerPage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Demo.class) {
            return demo(context);
        }
        return type == Browser.class ? browser(context) : new PlayerPage(browser(context), demo(context));
    }

    private static Demo demo(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(Demo.class, k -> Demo.start(), Demo.class);
    }

    private static Browser browser(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(Browser.class, k -> new Browser(), Browser.class);
    }
}
