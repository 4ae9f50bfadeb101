package android;

/** Java at its most awkward, to try the calls themselves. */
public class Odd {
    private final String text;

    public Odd(String text) { this.text = text; }

    public String text() { return text; }
    public static String nothing() { return null; }
    public static String same(String s) { return s; }
    public static String half() { return "a\ud83d"; }
    public static boolean both(boolean a, boolean b) { return a && b; }
    public static byte small(int i) { return (byte) i; }
    public static short shorter(int i) { return (short) i; }
    public static char letter(int i) { return (char) i; }
    public static int minus(int i) { return -i; }
    public static long twice(long l) { return 2 * l; }
    public static float half(float f) { return f / 2; }
    public static double half(double d) { return d / 2; }
    public static long sum(long[] values) { long s = 0; for (long v : values) s += v; return s; }
    public static String join(String[] values) { return String.join("|", values); }
    public static String mixed(int i, long j, float f, double d, boolean z, String s, long[] a, Object o) {
        return i + " " + j + " " + f + " " + d + " " + z + " " + s + " " + a.length + " " + o;
    }

    public static void raise(String message) { throw new IllegalStateException(message); }
    public static void mute() { throw new Mute(); }

    /** Cannot even say what it is. */
    public static class Mute extends RuntimeException {
        @Override public String getMessage() { throw new RuntimeException("not even that"); }
    }
}
