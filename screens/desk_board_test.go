package screens_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// crew is a day of several people: blocks that overlap, late ones, done ones, and
// tasks that nobody has.
func crew(t testing.TB) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	var rows []wire.PullRow
	names := []string{"王强", "陈晨", "赵磊", "孙倩", "吴昊", "郑洁", "何俊"}
	for i, n := range names {
		id := fmt.Sprint("w", i)
		rows = append(rows, row(t, model.KindUser, id, model.OrgLane, people.User{ID: id, Login: "310702" + id, Name: n, Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}))
		for j := range 3 + i%3 {
			task := work.Task{ID: fmt.Sprintf("b%d.%d", i, j), StationID: "s1", Number: fmt.Sprintf("1%d%d", i, j), Kind: work.Kinds[(i+j)%len(work.Kinds)], State: work.Todo, AssigneeID: id,
				Name: "钱文", Address: "祖冲之路 1239 弄", Sequence: j + 1, DueAt: at(j*2-1) + model.Millis(i)*700_000, Position: model.Position{Lat: 31.2 + float64(i+j*j)/200, Lon: 121.6}}
			if i == 3 {
				task.DueAt = at(4) // all at once
			}
			if j == 0 && i != 4 {
				task.State = work.Done
			}
			rows = append(rows, row(t, model.KindTask, task.ID, s1, task))
		}
	}
	for i, k := range []work.Kind{work.Reconnection, work.Inspection, work.Disconnection, work.SealCheck} {
		task := work.Task{ID: fmt.Sprint("f", i), StationID: "s1", Number: fmt.Sprintf("20%d", i), Kind: k, State: work.Todo, BoxID: "b1", Name: "赵敏", Address: fmt.Sprintf("松涛路 56%d 弄", i), DueAt: at(i*9 - 1)}
		if i == 1 {
			task.State, task.Reason, task.AssigneeID = work.Returned, "没有人在家", "w1"
		}
		rows = append(rows, row(t, model.KindTask, task.ID, s1, task))
	}
	return rows
}

func board(t testing.TB, o uitest.Options) (*uitest.Stage, *app.App) {
	t.Helper()
	s, a := deskWith(t, o, crew(t))
	toBoard(s)
	return s, a
}

// toBoard goes to the orders, and on to the board.
func toBoard(s *uitest.Stage) {
	if !s.Has(s.Ctx.T("orders.choose", nil)) {
		s.Tap(s.Ctx.T("orders.title", nil))
	}
	s.Rune('v')
	s.Settle()
}

// assignee is whose a task is.
func assignee(t *testing.T, a *app.App, id string) string {
	t.Helper()
	site, err := a.Work.Site(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return site.Task.AssigneeID
}

// dragTo drags from one text to another, in two steps as a hand does.
func dragTo(s *uitest.Stage, from, to string) {
	s.T.Helper()
	a, b := s.Find(from), s.Find(to)
	if a == nil || b == nil {
		s.T.Fatalf("%q or %q is not on the screen", from, to)
	}
	d := fyne.CurrentApp().Driver()
	at, end := d.AbsolutePositionForObject(a).AddXY(4, 4), d.AbsolutePositionForObject(b).AddXY(4, 4)
	test.Drag(s.Window.Canvas(), at, end.X-at.X, end.Y-at.Y)
	s.Settle()
}

func TestATaskIsDraggedToAPersonAndTheDragIsUndone(t *testing.T) {
	s, a := board(t, uitest.Options{})
	dragTo(s, "松涛路 560 弄 · 赵敏", "王强")
	s.See("1 项已派给王强", "撤销")
	if got := assignee(t, a, "f0"); got != "w0" {
		t.Errorf("the task is %q's", got)
	}
	s.Tap("撤销")
	s.See("已撤销")
	if got := assignee(t, a, "f0"); got != "" {
		t.Errorf("the task is still %q's", got)
	}
}

func TestATaskDroppedBesideThePeopleStaysWhoseItWas(t *testing.T) {
	s, a := board(t, uitest.Options{})
	dragTo(s, "松涛路 560 弄 · 赵敏", "总览工单"[6:]) // the title of the page
	if got := assignee(t, a, "f0"); got != "" || s.Has("撤销") {
		t.Errorf("the task is %q's", got)
	}
}

func TestATaskIsTakenBackOntoTheColumn(t *testing.T) {
	s, a := board(t, uitest.Options{})
	s.Type("编号、地址、姓名", "吴昊") // one person's day alone
	s.See("吴昊")
	dragTo(s, "勘察", "未派")
	if got := assignee(t, a, "b4.3"); got != "" && assignee(t, a, "b4.0") != "" && assignee(t, a, "b4.1") != "" && assignee(t, a, "b4.2") != "" {
		t.Errorf("no task was taken back: %q", got)
	}
	s.See("已收回 1 项")
}

func TestSeveralAreAssignedByTheKeyboardAlone(t *testing.T) {
	s, a := board(t, uitest.Options{})
	for range 2 {
		s.Rune('j')
		s.Rune('x')
	}
	s.See("已选 2 项")
	s.Rune('a')
	s.Tap("赵磊")
	s.See("2 项已派给赵磊")
	if assignee(t, a, "f0") != "w2" || assignee(t, a, "t9") != "w2" {
		t.Errorf("the tasks are %q's and %q's", assignee(t, a, "f0"), assignee(t, a, "t9"))
	}
	if s.Has("已选") {
		t.Error("the tasks are still chosen")
	}
}

func TestTheChoiceIsCountedWhateverHasTheFocus(t *testing.T) {
	s, _ := board(t, uitest.Options{})
	s.Rune('j')
	s.Rune('x')
	s.See("已选 1 项")
	for range 40 { // on to something that takes the focus and is no field
		test.FocusNext(s.Window.Canvas())
		if f := s.Window.Canvas().Focused(); f != nil && !s.Ctx.Typing() {
			break
		}
	}
	s.Rune('j')
	s.Rune('x')
	s.See("已选 2 项")
}

func TestEscLetsGoOfTheChoiceFirst(t *testing.T) {
	s, _ := board(t, uitest.Options{})
	s.Rune('j')
	s.Rune('x')
	s.See("已选 1 项")
	s.Key(fyne.KeyEscape)
	if s.Has("已选") {
		t.Error("Esc leaves the choice")
	}
}

func TestWithoutANetworkTheBoardSaysThatItCountsLater(t *testing.T) {
	s, a := board(t, uitest.Options{})
	if err := a.Sync.Now(context.Background()); err == nil {
		t.Fatal("there is no server, and a round goes well")
	}
	s.Settle()
	dragTo(s, "松涛路 560 弄 · 赵敏", "王强")
	s.See("连上后生效")
	if got := assignee(t, a, "f0"); got != "w0" {
		t.Errorf("the task is %q's: what was done without a network is lost", got)
	}
}

func TestBoardTurnsToAnotherDay(t *testing.T) {
	s, _ := board(t, uitest.Options{})
	s.See("3月18日 周三", "项超时")
	s.Rune(']')
	s.See("3月19日 周四", "今天")
	s.Tap("今天")
	s.See("3月18日 周三")
}

func TestANewOrderIsMadeFromASearch(t *testing.T) {
	s, a := board(t, uitest.Options{})
	s.Rune('n')
	s.Type("户名、户号、地址、表号", "王建国")
	s.Pass(time.Second)
	s.Tap("王建国")
	s.See("张江路 88 弄 5 号 102 室", "换一个")
	s.Tap("用电检查")
	s.Tap("明天")
	s.Tap("9:00")
	s.Tap("以后再派")
	s.Tap("陈晨")
	s.Tap("提交")
	s.See("工单已提交")
	b, err := a.Work.Board(context.Background(), uitest.Now().AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range b.People {
		if d.Person.ID != "w1" {
			continue
		}
		for _, x := range d.Blocks {
			if x.Task.Kind == work.Inspection && x.To == 9*60 && x.Task.BoxID == "b1" && x.Task.Name == "王建国" {
				return
			}
		}
	}
	t.Error("the order is not on the board of tomorrow")
}

func TestANewOrderCarriesItsAppointment(t *testing.T) {
	s, a := board(t, uitest.Options{})
	s.Rune('n')
	s.Type("户名、户号、地址、表号", "王建国")
	s.Pass(time.Second)
	s.Tap("王建国")
	s.Tap("3月20日") // after today, when it would be due
	s.Tap("8:00")
	s.Tap("12:00")
	s.Tap("以后再派")
	s.Tap("陈晨")
	s.Tap("提交")
	s.See("工单已提交")
	b, err := a.Work.Board(context.Background(), uitest.Now().AddDate(0, 0, 2))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range b.People {
		for _, x := range d.Blocks {
			if x.Task.AppointmentFrom == 0 {
				continue
			}
			if x.From != 8*60 || x.To != 12*60 || x.Task.DueAt < x.Task.AppointmentUntil {
				t.Errorf("from %d to %d, due at %v", x.From, x.To, x.Task.DueAt.Time())
			}
			return
		}
	}
	t.Error("the appointment is not on the board of its day")
}

func TestAPersonsRowLeadsToTheOrderOfTheirDayOnTheMap(t *testing.T) {
	s, _ := board(t, uitest.Options{})
	s.Type("编号、地址、姓名", "吴昊") // one person's day alone
	s.See("吴昊")
	s.TapIcon(ui.IcSort)
	s.See("吴昊的今日顺序", "地图", "按顺路排")
}

func TestTheKeyOfTheOrderWantsATaskOfAPerson(t *testing.T) {
	s, _ := board(t, uitest.Options{})
	s.Rune('j') // what nobody has
	s.Rune('o')
	if s.Has("按顺路排") {
		t.Fatal("it led to the map from a task of nobody")
	}
	s.Rune(']') // tomorrow: the order of a day is today's
	s.Settle()
	s.Rune('o')
	if s.Has("按顺路排") {
		t.Fatal("it led to the map from another day")
	}
	s.Rune('[')
	s.Settle()
	s.Key(fyne.KeyRight)
	s.Rune('o')
	s.See("何俊的今日顺序", "按顺路排")
}

// BenchmarkBoardOf300Tasks moves the cursor forth and back on a board of 40 people and
// 280 tasks: two redraws.
func BenchmarkBoardOf300Tasks(b *testing.B) {
	var rows []wire.PullRow
	for i := range 40 {
		id := fmt.Sprint("x", i)
		rows = append(rows, row(b, model.KindUser, id, model.OrgLane, people.User{ID: id, Login: id, Name: fmt.Sprintf("人员%02d", i), Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}))
		for j := range 7 {
			task := work.Task{ID: fmt.Sprintf("x%d.%d", i, j), StationID: "s1", Number: fmt.Sprint(i*10 + j), Kind: work.Kinds[(i+j)%5], State: work.Todo, AssigneeID: id, DueAt: at(j - 2), Address: "张江路"}
			rows = append(rows, row(b, model.KindTask, task.ID, model.StationLane("s1"), task))
		}
	}
	s, _ := deskWith(b, uitest.Options{}, rows)
	toBoard(s)
	b.ResetTimer()
	for b.Loop() {
		s.Rune('j')
		s.Rune('k')
	}
}
