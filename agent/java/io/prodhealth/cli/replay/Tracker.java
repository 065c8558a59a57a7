package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.snapshot.Observed;
import java.util.Map;

/** Takes states out of the result of an evaluation. */
public interface Tracker {

    /** Of what. */
    Subject.Kind kind();

    /** Their states; unknown while not even what there is is known. */
    Observed<Map<Subject, State>> states(Evaluation evaluation);
}
