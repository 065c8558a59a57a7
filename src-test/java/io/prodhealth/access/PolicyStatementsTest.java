package io.prodhealth.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyStatementsTest {

    private static AwsNeed need(String action, String resource) {
        return new AwsNeed(action, resource, List.of("sqs"), "", "");
    }

    @Test
    void actions_on_the_same_resource_are_one_statement() {
        assertThat(PolicyStatements.write(
                        List.of(need("b:B", "*"), need("a:A", "*"), need("c:C", "arn:*:sqs:*:*:cx_*"))))
                .isEqualTo("""
                    {
                      "Version": "2012-10-17",
                      "Statement": [
                        {
                          "Effect": "Allow",
                          "Action": [
                            "a:A",
                            "b:B"
                          ],
                          "Resource": "*"
                        },
                        {
                          "Effect": "Allow",
                          "Action": [
                            "c:C"
                          ],
                          "Resource": "arn:*:sqs:*:*:cx_*"
                        }
                      ]
                    }
                    """);
    }

    @Test
    void without_an_action_it_has_no_statement() {
        assertThat(PolicyStatements.write(List.of())).contains("\"Statement\": []");
    }
}
