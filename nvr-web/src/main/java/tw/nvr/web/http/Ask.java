package tw.nvr.web.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.problem.Texts;

/**
 * What a browser asks, after the guards let it in. Immutable.
 *
 * @param method GET or POST
 * @param path decoded, without query
 * @param parameters of the query and of a posted form, decoded, in order
 * @param actor who asks
 * @param texts the words in the asker's language
 */
public record Ask(String method, String path, Map<String, List<String>> parameters, Actor actor, Texts texts) {
    public Optional<String> parameter(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
