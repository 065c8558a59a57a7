package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class TappedTest {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> heard = new ArrayList<>();
    private final Store<Node> store = new Store<>(Node::name);
    private final Kind<Tapped.Both<Node>> tapped = Tapped.kind(
            new Kind<>("nodes", List.of(), "", Kinds.tree(new Readers()::node), store),
            (resource, type, object) -> heard.add(type + " " + object));

    @Test
    void a_list_is_heard_as_what_has_come_changed_and_gone_since_the_last() {
        list(node("a", "1", "u1"), node("b", "1", "u2"), node("c", "1", "u3"));
        list(node("a", "1", "u1"), node("b", "2", "u2"), node("d", "1", "u4"));

        assertThat(heard)
                .containsExactly(
                        "ADDED " + node("a", "1", "u1"),
                        "ADDED " + node("b", "1", "u2"),
                        "ADDED " + node("c", "1", "u3"),
                        "MODIFIED " + node("b", "2", "u2"),
                        "ADDED " + node("d", "1", "u4"),
                        "DELETED {\"metadata\":{\"name\":\"c\",\"uid\":\"u3\"}}");
        assertThat(store.view()).extracting(Node::name).containsExactly("a", "b", "d");
    }

    @Test
    void a_watch_is_heard_as_it_comes() {
        list(node("a", "1", "u1"));
        tapped.sink().updated(read(node("a", "2", "u1")));
        tapped.sink().updated(read(node("b", "1", "u2")));
        tapped.sink().deleted(read(node("a", "3", "u1")));
        tapped.sink().updated(read(node("a", "4", "u9")));

        assertThat(heard)
                .containsExactly(
                        "ADDED " + node("a", "1", "u1"),
                        "MODIFIED " + node("a", "2", "u1"),
                        "ADDED " + node("b", "1", "u2"),
                        "DELETED " + node("a", "3", "u1"),
                        "ADDED " + node("a", "4", "u9"));
        assertThat(tapped.sink().size()).isEqualTo(2);
    }

    @Test
    void another_object_of_the_same_name_is_another_object() {
        list(node("a", "1", "u1"));
        list(node("a", "9", "u2"));

        assertThat(heard)
                .containsExactly(
                        "ADDED " + node("a", "1", "u1"),
                        "DELETED {\"metadata\":{\"name\":\"a\",\"uid\":\"u1\"}}",
                        "ADDED " + node("a", "9", "u2"));
    }

    @Test
    void who_has_written_which_field_is_not_heard() {
        String managed = node("a", "1", "u1").replace("\"uid\"", "\"managedFields\":[{\"a\":1}],\"uid\"");

        list(managed);

        assertThat(heard).containsExactly("ADDED " + node("a", "1", "u1"));
    }

    private void list(String... objects) {
        tapped.sink().beginList();
        for (String object : objects) {
            tapped.sink().listed(read(object));
        }
        tapped.sink().endList();
    }

    private Tapped.Both<Node> read(String object) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            return tapped.reader().apply(json).object();
        }
    }

    private static String node(String name, String version, String uid) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\"" + version + "\",\"uid\":\"" + uid
                + "\"}}";
    }
}
