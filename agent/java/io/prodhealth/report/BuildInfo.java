package io.prodhealth.report;

/**
 * What is running.
 *
 * @param version of the agent
 * @param revision commit it was built from
 * @param javaVersion of the running Java
 */
public record BuildInfo(String version, String revision, String javaVersion) {}
