package screens_test

import (
	"context"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

func TestInspectorDoesASealCheckFromListToEnd(t *testing.T) {
	s, a, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.See("今日", "封印检查", "1 / 4", "已完成")
	s.Check()
	capture(s, "phone-today")
	s.Tap("封印检查")
	s.See("王建国", "应在封印", "还没扫到", "开始")
	s.Check()
	s.Tap("开始")
	box(t, camera, number(71), number(72), number(99))
	s.Tap("扫描封印")
	await(s, "应在 2/3")
	await(s, "不属于这里")
	s.Check()
	capture(s, "phone-scan")
	s.Tap("扫完了")
	s.See("不属于这里", "扫描封印")
	capture(s, "phone-task")
	s.Check()
	s.Tap("1 号表 表盖右")
	s.See("还没扫到", "看到的外观")
	s.Tap("破损")
	s.See("1 号表 表盖右的封印破损")
	s.Tap("拍照")
	shutter(s)
	s.See("这次的照片", "待上传")
	s.Check()
	capture(s, "phone-verdict")
	s.Ctx.Back()
	s.Settle()
	s.Tap("不在清单上")
	s.Tap("拍照")
	shutter(s)
	s.See("张江路 90 弄 3 号")
	s.Ctx.Back()
	s.Settle()
	for i := range 4 {
		tapNth(s, "正常", i)
	}
	s.See("都齐了,可以完成")
	s.Tap("完成")
	s.See("今日", "2 / 4")
	result, ok, err := a.Work.Result(context.Background(), "t1")
	if err != nil || !ok || len(result.Seals) != 4 {
		t.Fatalf("the sheet: %+v, %v, %v", result, ok, err)
	}
}

// walk goes through every screen and checks its layout.
func walk(t *testing.T, o uitest.Options, name string, words map[string]string) {
	s, _, camera := phone(t, signedIn(t, street(t)), o)
	look := func(screen string) {
		t.Helper()
		s.Check()
		capture(s, screen+"-"+name)
	}
	look("today")
	s.Tap(words["lookup"])
	look("lookup-empty")
	s.Type(words["hint"], "王建国")
	s.Pass(time.Second)
	s.See("3107001234")
	look("lookup")
	s.Tap("3107001234")
	s.See("¥1,284.50")
	look("customer")
	s.Ctx.Back()
	s.Tap(words["me"])
	look("me")
	s.Tap(words["seals"])
	look("held")
	s.Ctx.Back()
	s.Tap(words["today"])
	s.Tap(words["check"])
	look("task")
	s.Tap(words["start"])
	box(t, camera, number(71), number(72), number(99))
	s.Tap(words["scan"])
	await(s, "2 / 3")
	await(s, "张江路 90 弄 3 号")
	look("scan")
	s.Tap(words["type"])
	look("type")
	s.Ctx.Back()
	s.Settle()
	s.Tap(words["done"])
	look("task-scanned")
	s.Tap("1234 4799")
	look("verdict")
	s.Ctx.Back()
	s.Settle()
	s.Tap(words["giveback"])
	look("giveback")
}

func TestEveryScreenHoldsInEveryLook(t *testing.T) {
	zh := map[string]string{"seals": "封印", "lookup": "查询", "hint": "姓名、地址、号码后几位", "me": "我的", "today": "今日", "check": "封印检查",
		"start": "开始", "scan": "扫描封印", "type": "输号码", "done": "扫完了", "giveback": "退回工单"}
	en := map[string]string{"seals": "Seals", "lookup": "Lookup", "hint": "Name, address, last digits", "me": "Me", "today": "Today", "check": "Seal check",
		"start": "Start", "scan": "Scan seals", "type": "Type in", "done": "All scanned", "giveback": "Give the task back"}
	for _, v := range uitest.Variants(false) {
		t.Run(v.Name, func(t *testing.T) {
			words := zh
			if v.Language == "en" {
				words = en
			}
			walk(t, v.Options, v.Name, words)
		})
	}
}

func TestADeviceThatNobodyEnrolledAsksForItsCode(t *testing.T) {
	for _, v := range uitest.Variants(false) {
		t.Run(v.Name, func(t *testing.T) {
			s, _, _ := phone(t, t.TempDir(), v.Options)
			s.Check()
			capture(s, "enrol-"+v.Name)
			if v.Name == "zh-light" {
				s.Type("服务器", "nonsense")
				s.Tap("登记设备")
				s.See("服务器地址不对")
				s.Check()
				capture(s, "enrol-wrong")
				s.Tap("English")
				s.See("Enrol the device")
			}
		})
	}
}

func TestADayWithoutTasksSaysSo(t *testing.T) {
	rows := street(t)
	var some []wire.PullRow
	for _, r := range rows {
		if r.Kind != string(model.KindTask) {
			some = append(some, r)
		}
	}
	s, _, _ := phone(t, signedIn(t, some), uitest.Options{})
	s.See("今天没有派给您的工单")
	s.Check()
	capture(s, "today-nothing")
}

func TestSigningOutLeadsToTheSignInAndKeepsWhatWaits(t *testing.T) {
	s, a, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	s.Ctx.Back()
	s.Settle()
	s.See("1 项待上传")
	s.Tap("我的")
	s.Tap("退出登录")
	s.Tap("确定退出")
	s.See("工号", "密码", "https://yx.example:8443")
	s.Check()
	capture(s, "signin")
	if n := a.Sync.State().Pending; n != 1 {
		t.Fatalf("%d operations wait", n)
	}
}

func TestAPhoneWithoutACameraSaysSoAndTakesTypedNumbers(t *testing.T) {
	s, _, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	s.Tap("扫描封印")
	await(s, "没有相机")
	s.Check()
	capture(s, "scan-none")
	s.Tap("输号码")
	s.Type("号码", number(72))
	s.Tap("核对")
	s.See("手工输入要选原因")
	s.Tap("标签脏污")
	s.Tap("核对")
	s.See("应在 1/3")
}

func TestTheScanButtonBelongsToTheTaskUnderWay(t *testing.T) {
	s, a, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	box(t, camera, number(71))
	s.Tap("扫码")
	await(s, "在用 · 计量箱门")
	if s.Has("正确") {
		t.Error("a number that is only looked up is judged")
	}
	s.Tap("扫完了")
	if n := a.Sync.State().Pending; n != 0 {
		t.Fatalf("looking up recorded %d operations", n)
	}
	s.Tap("封印检查")
	s.Tap("开始")
	s.Ctx.Back()
	s.Settle()
	s.Tap("扫码")
	await(s, "应在 1/3")
}

func TestATaskIsGivenBackWithItsReason(t *testing.T) {
	s, _, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("退回工单")
	s.Tap("退回")
	s.See("退回要写原因")
	s.Tap("家中无人")
	s.Tap("退回")
	s.See("今日", "家中无人")
}

func TestAnswersOfTheSheetAreKeptWhenTheScreenIsLeft(t *testing.T) {
	s, _, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	s.See("没填:计量箱箱门完好、已上锁")
	tapNth(s, "异常", 0)
	s.See("缺现场照片:计量箱箱门完好、已上锁")
	s.Ctx.Back()
	s.Settle()
	s.Tap("封印检查")
	s.See("缺现场照片:计量箱箱门完好、已上锁")
}
