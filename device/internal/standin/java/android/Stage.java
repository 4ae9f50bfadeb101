package android;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the stand-ins know and remember: tests set it and read it. */
public final class Stage {
    private static final List<String> log = new ArrayList<>();
    private static final Map<String, String> values = new HashMap<>();
    private static int calls, failAt;
    private static String failClass;

    private Stage() {}

    public static synchronized void reset() {
        log.clear();
        values.clear();
        calls = failAt = 0;
    }

    public static synchronized void set(String key, String value) { values.put(key, value); }

    public static synchronized String get(String key, String otherwise) { return values.getOrDefault(key, otherwise); }

    public static double number(String key) { return Double.parseDouble(get(key, "0")); }

    public static boolean yes(String key) { return get(key, "").equals("yes"); }

    /** From now on the call of that number (1 is the next) throws. */
    public static synchronized void failAt(int call, String className) {
        calls = 0;
        failAt = call;
        failClass = className;
    }

    public static synchronized int calls() { return calls; }

    public static synchronized String log() { return String.join("\n", log); }

    /** Every method of a stand-in begins here. */
    public static synchronized void at(String what) {
        log.add(what);
        if (++calls != failAt) return;
        try {
            Stage.<RuntimeException>raise((Throwable) Class.forName(failClass).getConstructor(String.class).newInstance("at " + what));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable t) throws T { throw (T) t; }
}
