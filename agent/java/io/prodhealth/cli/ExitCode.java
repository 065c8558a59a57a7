package io.prodhealth.cli;

/** What a command ends with. */
public enum ExitCode {
    OK(0, "all is well"),
    FINDINGS(1, "the command worked and found something that needs attention"),
    BAD_USE(2, "an unknown command or flag, or a configuration that is not valid: nothing was done"),
    COULD_NOT_JUDGE(3, "the command could not do its work: something it needs is missing, unreachable or broken");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Of the process. */
    public int code() {
        return code;
    }

    /** For people. */
    public String meaning() {
        return meaning;
    }
}
