package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeInfoReaderTest {

  @Test
  void nodeThatSharesEverythingSaysNull() throws MalformedException {
    NodeInfo node =
        read(
            """
            {"data":{"node":{"storeId":"s1","version":"1.0","replicationVersion":1,"schemaIds":null,
            "entryCount":"12","logCount":"3","maxEntries":10000,"maxWaitSeconds":60}}}
            """);

    assertThat(node).isEqualTo(new NodeInfo("s1", 1, null, 12, 10_000, 60));
  }

  @Test
  void sharedSchemasAreRead() throws MalformedException {
    NodeInfo node = read("{\"data\":{\"node\":{\"storeId\":\"s\",\"schemaIds\":[\"blob_v1\"]}}}");

    assertThat(node.schemaIds()).isEqualTo(List.of(SchemaId.BLOB));
  }

  @Test
  void whatIsNoSchemaIdIsRefused() {
    assertThatThrownBy(
            () -> read("{\"data\":{\"node\":{\"storeId\":\"s\",\"schemaIds\":[\"x\"]}}}"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> read("{\"data\":{\"node\":{}}}"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("storeId");
  }

  private static NodeInfo read(String json) throws MalformedException {
    return ((Answer.Given<NodeInfo>) NodeInfoReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .value();
  }
}
