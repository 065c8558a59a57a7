package io.prodhealth.fuzz;

import java.util.List;
import java.util.function.Predicate;

/**
 * A parser under test.
 *
 * @param name for people
 * @param samples what real clusters gave it
 * @param parser reads a text: whether it understood anything of it; throws when something is wrong with what came out
 */
public record FuzzTarget(String name, List<String> samples, Predicate<String> parser) {}
