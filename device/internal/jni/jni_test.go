//go:build jvm && !android

package jni_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

const odd = "android/Odd"

// do fails the test where Java failed.
func do(t *testing.T, f func(*jni.Env)) {
	t.Helper()
	if err := jni.Do("test", f); err != nil {
		t.Error(err)
	}
}

func TestJavaDo_CrossesEveryKindOfValue(t *testing.T) {
	do(t, func(e *jni.Env) {
		for what, ok := range map[string]bool{
			"boolean": e.CallStatic(odd, "both", "(ZZ)Z", true, true).Bool() && !e.CallStatic(odd, "both", "(ZZ)Z", true, false).Bool(),
			"byte":    e.CallStatic(odd, "small", "(I)B", 0x180).Int() == -128,
			"short":   e.CallStatic(odd, "shorter", "(I)S", 0x18000).Int() == -32768,
			"char":    e.CallStatic(odd, "letter", "(I)C", 0x7535).Int() == '电',
			"int":     e.CallStatic(odd, "minus", "(I)I", 1<<31-1).Int() == -(1<<31 - 1),
			"long":    e.CallStatic(odd, "twice", "(J)J", int64(-1)<<61).Long() == -1<<62,
			"float":   e.CallStatic(odd, "half", "(F)F", 0.25).Float() == 0.125,
			"double":  e.CallStatic(odd, "half", "(D)D", 114.3054).Float() == 57.1527,
			"longs":   e.CallStatic(odd, "sum", "([J)J", []int64{1, 2, 1 << 40}).Long() == 1<<40+3,
			"none":    e.CallStatic(odd, "sum", "([J)J", []int64{}).Long() == 0,
			"strings": e.String(e.CallStatic(odd, "join", "([Ljava/lang/String;)Ljava/lang/String;", []string{"电", "", "勤"}).Object()) == "电||勤",
		} {
			if !ok {
				t.Errorf("%s did not cross", what)
			}
		}
		got := e.String(e.CallStatic(odd, "mixed", "(IJFDZLjava/lang/String;[JLjava/lang/Object;)Ljava/lang/String;",
			-1, int64(2), 0.5, 1.25, true, "封", []int64{7}, nil).Object())
		if got != "-1 2 0.5 1.25 true 封 1 null" {
			t.Errorf("mixed: %q", got)
		}
	})
}

func TestJavaString_CrossesAsItIs(t *testing.T) {
	do(t, func(e *jni.Env) {
		same := func(s string) string {
			return e.String(e.CallStatic(odd, "same", "(Ljava/lang/String;)Ljava/lang/String;", s).Object())
		}
		for _, s := range []string{"", "seal", "封印 3号表", "🔌⚡️ \U0002A6D6", "a\x00b", strings.Repeat("电🔌", 5000)} {
			if got := same(s); got != s {
				t.Errorf("%.40q came back as %.40q", s, got)
			}
		}
		if got := same("a\xffb"); got != "a�b" {
			t.Errorf("broken UTF-8 came back as %q", got)
		}
		if got := e.String(e.CallStatic(odd, "half", "()Ljava/lang/String;").Object()); got != "a�" {
			t.Errorf("half a pair came back as %q", got)
		}
		if got := e.String(e.CallStatic(odd, "nothing", "()Ljava/lang/String;").Object()); got != "" {
			t.Errorf("null came back as %q", got)
		}
		made := e.New(odd, "(Ljava/lang/String;)V", "新")
		if got := e.String(e.Call(made, "text", "()Ljava/lang/String;").Object()); got != "新" || !e.Is(made, odd) || e.Is(made, "java/lang/String") || e.Is(0, odd) {
			t.Errorf("the object says %q", got)
		}
	})
}

func TestJavaDo_SaysWhatJavaThrew(t *testing.T) {
	for name, c := range map[string]struct {
		f    func(*jni.Env)
		want jni.Thrown
	}{
		"an exception": {func(e *jni.Env) { e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", "没有权限 🔒") },
			jni.Thrown{Class: "java.lang.IllegalStateException", Message: "没有权限 🔒"}},
		"without a message":    {func(e *jni.Env) { e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", nil) }, jni.Thrown{Class: "java.lang.IllegalStateException"}},
		"one that throws":      {func(e *jni.Env) { e.CallStatic(odd, "mute", "()V") }, jni.Thrown{Class: "android.Odd$Mute"}},
		"no class":             {func(e *jni.Env) { e.New("android/None", "()V") }, jni.Thrown{Class: "java.lang.NoClassDefFoundError", Message: "android/None"}},
		"no class for a field": {func(e *jni.Env) { e.StaticInt("android/None", "X") }, jni.Thrown{Class: "java.lang.NoClassDefFoundError", Message: "android/None"}},
		"no method":            {func(e *jni.Env) { e.Call(e.Context(), "fly", "()V") }, jni.Thrown{Class: jni.NoSuchMethod, Message: "fly"}},
		"no static method":     {func(e *jni.Env) { e.CallStatic(odd, "fly", "()V") }, jni.Thrown{Class: jni.NoSuchMethod, Message: "fly"}},
		"no field":             {func(e *jni.Env) { e.StaticInt(odd, "X") }, jni.Thrown{Class: "java.lang.NoSuchFieldError", Message: "X"}},
		"no class to ask of":   {func(e *jni.Env) { e.Is(e.Context(), "android/None") }, jni.Thrown{Class: "java.lang.NoClassDefFoundError", Message: "android/None"}},
	} {
		err := jni.Do(name, c.f)
		var got *jni.Thrown
		if !errors.As(err, &got) || *got != c.want || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	do(t, func(e *jni.Env) { e.Package() }) // nothing is left pending
}

func TestJavaDo_CutsAnEndlessMessage(t *testing.T) {
	err := jni.Do("test", func(e *jni.Env) { e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", strings.Repeat("长", 9999)) })
	var got *jni.Thrown
	if !errors.As(err, &got) || got.Message != strings.Repeat("长", 512) {
		t.Errorf("%.60v", err)
	}
}

func TestJavaDo_CallsNothingAfterTheFirstError(t *testing.T) {
	standin.Reset(t)
	err := jni.Do("test", func(e *jni.Env) {
		e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", "first")
		e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", "second")
		if e.Package() != "" || e.New(odd, "(Ljava/lang/String;)V", "x") != 0 || e.NewString("x") != 0 || e.Keep(e.Context()) != 0 || e.SDK() != 0 {
			t.Error("something was still called")
		}
	})
	if err == nil || !strings.Contains(err.Error(), "first") || len(standin.Log(t)) != 0 {
		t.Errorf("%v, asked %q", err, standin.Log(t))
	}
}

func TestJavaTry_ForgetsWhatFailedInIt(t *testing.T) {
	do(t, func(e *jni.Env) {
		err := e.Try(func() { e.Call(e.Context(), "fly", "()V") })
		if !jni.IsThrown(err, jni.NoSuchMethod) || jni.IsThrown(err, jni.Security) {
			t.Errorf("tried: %v", err)
		}
		if e.Package() == "" {
			t.Error("nothing is called any more")
		}
	})
	err := jni.Do("test", func(e *jni.Env) {
		e.Fail(jni.ErrNull)
		if err := e.Try(func() { t.Error("ran after an error") }); !errors.Is(err, jni.ErrNull) {
			t.Error(err)
		}
	})
	if !errors.Is(err, jni.ErrNull) {
		t.Error(err)
	}
}

func TestJavaCall_RefusesWhatDoesNotFit(t *testing.T) {
	for name, f := range map[string]func(*jni.Env){
		"null":            func(e *jni.Env) { e.Call(0, "toString", "()Ljava/lang/String;") },
		"too few":         func(e *jni.Env) { e.CallStatic(odd, "minus", "(I)I") },
		"too many":        func(e *jni.Env) { e.CallStatic(odd, "minus", "(I)I", 1, 2) },
		"another kind":    func(e *jni.Env) { e.CallStatic(odd, "minus", "(I)I", int64(1)) },
		"too large":       func(e *jni.Env) { e.CallStatic(odd, "minus", "(I)I", 1<<31) },
		"an unknown kind": func(e *jni.Env) { e.CallStatic(odd, "half", "(F)F", float32(1)) },
		"a string for []": func(e *jni.Env) { e.CallStatic(odd, "sum", "([J)J", "x") },
		"no service":      func(e *jni.Env) { e.Service("teleport") },
	} {
		err := jni.Do("test", f)
		var thrown *jni.Thrown
		if err == nil || errors.As(err, &thrown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, sig := range []string{"", "I", "(I", "()", "(V)V", "()VV", "(L;)V", "(Ljava)V", "([)V", "([V)V", "(X)V", "(IIIIIIIII)V", "()Q"} {
		if err := jni.Do("test", func(e *jni.Env) { e.CallStatic(odd, "minus", sig, 1) }); err == nil || !strings.Contains(err.Error(), "no signature") {
			t.Errorf("%q: %v", sig, err)
		}
	}
}

func TestJavaKeep_OutlivesItsDo(t *testing.T) {
	var g jni.Global
	do(t, func(e *jni.Env) { g = e.Keep(e.New(odd, "(Ljava/lang/String;)V", "kept")) })
	do(t, func(e *jni.Env) {
		if got := e.String(e.Call(g.Object(), "text", "()Ljava/lang/String;").Object()); got != "kept" {
			t.Errorf("%q", got)
		}
		e.Drop(g)
		e.Drop(0)
		if e.Keep(0) != 0 {
			t.Error("null was kept")
		}
	})
}

func TestJavaDo_MayCallThousandsOfTimesWithoutPilingUp(t *testing.T) {
	do(t, func(e *jni.Env) {
		for range 5_000 { // what a call makes for itself is gone after it
			e.CallStatic(odd, "sum", "([J)J", []int64{1})
			e.CallStatic(odd, "both", "(ZZ)Z", true, true)
			_ = e.Try(func() { e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", "again") })
		}
		for range 5_000 { // and what comes back, with its frame
			e.Frame(func() {
				e.String(e.CallStatic(odd, "join", "([Ljava/lang/String;)Ljava/lang/String;", []string{"电", "勤"}).Object())
			})
		}
	})
	for range 2_000 {
		do(t, func(e *jni.Env) { e.Package() })
	}
}

func TestJavaDo_RunsOnManyThreadsAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				do(t, func(e *jni.Env) { e.CallStatic(odd, "minus", "(I)I", 1) })
				_ = jni.Do("test", func(e *jni.Env) { e.CallStatic(odd, "raise", "(Ljava/lang/String;)V", "x") })
			}
		})
	}
	wg.Wait()
}
