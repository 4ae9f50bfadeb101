package screens_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// supervisor is who looks after the people of the station.
func supervisor() people.User {
	return people.User{ID: "u9", Login: "31070201", Name: "周海峰", Roles: []people.Role{people.Supervisor, people.Approver}, Stations: []string{"s1"}}
}

// staff are people of two stations, one with a name as long as they come.
func staff() []people.User {
	user := func(id, name string, station string, roles ...people.Role) people.User {
		return people.User{ID: id, Login: "310702" + id[1:], Name: name, Roles: roles, Stations: []string{station}, Phone: "13800000" + id[1:]}
	}
	return []people.User{supervisor(), user("u21", "欧阳买买提·阿布都热合曼", "s1", people.Inspector, people.Surveyor), user("u22", "陈晨", "s1", people.SealKeeper),
		user("u23", "孙倩", "s1", people.Inspector), user("u24", "赵磊", "s1", people.Approver), user("u25", "外人", "s2", people.Inspector)}
}

// deviceList is what the office's server tells: one device of each health.
func deviceList() wire.DeviceList {
	device := func(id, name, user string, heard time.Duration) people.Device {
		return people.Device{ID: id, Name: name, UserID: user, EnrolledAt: at(-4000), LastSeenAt: model.MillisOf(uitest.Now().Add(-heard)), DevSeq: 1284}
	}
	held, revoked := device("v4", "HUAWEI P60 Pro 外勤备用机", "u21", time.Hour), device("v5", "old phone", "u1", 900*time.Hour)
	held.Held, revoked.RevokedAt = 12, at(-800)
	return wire.DeviceList{ServerTime: uitest.Now().UnixMilli(), Devices: []people.Device{device("v1", "Mate 60", "u1", time.Minute),
		device("v2", "Redmi K70", "u2", 8*time.Minute), device("v3", "Reno 11", "u23", 31*time.Hour), held, revoked, device("d1", "desk-01", "u9", 0)}}
}

// officeServer answers the desks of scenes; none of them revokes a device. It runs
// as long as the tests do.
var officeServer = sync.OnceValue(newOfficeServer)

// newOfficeServer answers a supervisor's desk.
func newOfficeServer() *httptest.Server {
	answer := func(w http.ResponseWriter, status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	revoked := map[string]bool{}
	var mu sync.Mutex
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		now := uitest.Now().UnixMilli()
		switch id, revoke := strings.CutSuffix(r.URL.Path, "/revoke"); {
		case r.URL.Path == "/v1/session/refresh":
			answer(w, http.StatusCreated, wire.Session{AccessToken: "a", RefreshToken: "r", ExpiresAt: now + 9e8, ServerTime: now, User: supervisor(), Lanes: []string{}})
		case r.URL.Path == "/v1/devices":
			list := deviceList()
			for i, d := range list.Devices {
				if revoked["/v1/devices/"+d.ID] {
					list.Devices[i].RevokedAt = at(0)
				}
			}
			answer(w, http.StatusOK, list)
		case r.URL.Path == "/v1/enrolment-codes":
			answer(w, http.StatusCreated, wire.CodeAnswer{Code: "K7QM-2XPD-9RTA-BC4W-LN6E-YH3V-ZU", ExpiresAt: now + 15*60*1000})
		case r.URL.Path == "/v1/people/places":
			answer(w, http.StatusOK, lastPlaces())
		case revoke:
			revoked[id] = true
			w.WriteHeader(http.StatusNoContent)
		default:
			http.NotFound(w, r)
		}
	}))
}

// fallen are the readings of a meter that counts a fifth of what it did a year ago.
func fallen(id string) metering.Readings {
	r := metering.Readings{ID: id, StationID: "s1"}
	register := 1000.0
	for m := range 15 {
		end := time.Date(2025, time.Month(1+m), 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))
		r.Months = append(r.Months, metering.Reading{At: model.MillisOf(end), KWh: register})
		register += 400
		if m == 13 {
			register -= 320
		}
	}
	return r
}

// region is what a supervisor's figures are made of, besides the office.
func region(t testing.TB) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	var rows []wire.PullRow
	for _, u := range staff() {
		rows = append(rows, row(t, model.KindUser, u.ID, model.OrgLane, u))
	}
	rows = append(rows, row(t, model.KindStation, "s1", model.OrgLane, grid.Station{ID: "s1", Name: "浦东一站"}))
	for i, name := range []string{"张江路 2 号", "益江路 1 号", "紫薇路 4 号", "祖冲之路 7 号公用变压器台区", "碧波路 3 号", "蔡伦路 2 号", "哈雷路 5 号", "郭守敬路 1 号", "松涛路 6 号", "达尔文路 2 号", "科苑路 9 号"} {
		id, lost := fmt.Sprint("a", i), int64([]float64{118, 89, 72, 64, 51, 46, 41, 38, 32, 27, 21}[i])
		rows = append(rows, row(t, model.KindArea, id, s1, grid.Area{ID: id, StationID: "s1", Name: name, Customers: 180 - i}))
		for m, month := range []string{"2026-01", "2026-02"} {
			before := int64(m-1) * (int64(i*13%40) - 18)
			l := grid.LineLoss{ID: id + month, StationID: "s1", AreaID: id, Month: month, SuppliedKWh: 1000, SoldKWh: 1000 - lost - before}
			rows = append(rows, row(t, model.KindLineLoss, l.ID, s1, l))
		}
	}
	rows = append(rows, row(t, model.KindBox, "b20", s1, metering.Box{ID: "b20", StationID: "s1", AreaID: "a0", Number: "880000000020", Address: "张江路 90 弄 3 号"}),
		row(t, model.KindReadings, "m21", s1, fallen("m21")))
	for i, name := range []string{"李建国", "宏盛电子有限公司上海分公司"} {
		id := fmt.Sprint("c2", i)
		rows = append(rows,
			row(t, model.KindCustomer, id, s1, customer.Customer{ID: id, StationID: "s1", AreaID: "a0", Number: "310700567" + fmt.Sprint(i), Name: name, Class: customer.Residential, Address: "张江路 90 弄 3 号 " + fmt.Sprint(i+1) + "01 室"}),
			row(t, model.KindMeter, "m2"+fmt.Sprint(i), s1, metering.Meter{ID: "m2" + fmt.Sprint(i), StationID: "s1", BoxID: "b20", CustomerID: id, Number: "31300010000001234884" + fmt.Sprint(i)}),
			row(t, model.KindMeterEvent, "ev"+fmt.Sprint(i), s1, metering.Event{ID: "ev" + fmt.Sprint(i), StationID: "s1", MeterID: "m2" + fmt.Sprint(i), Code: "cover_open", At: at(-30 - i)}),
			row(t, model.KindBill, "b2"+fmt.Sprint(i), s1, arrears.Bill{ID: "b2" + fmt.Sprint(i), StationID: "s1", CustomerID: id, Month: "2025-11", Amount: 9_873_210, DueAt: at(-24 * (20 + 80*i))}))
	}
	rows = append(rows,
		row(t, model.KindTask, "t8", s1, work.Task{ID: "t8", StationID: "s1", OrderID: "o8", Number: "0098", Kind: work.Inspection, State: work.Returned, AssigneeID: "u2",
			Name: "王建国", Address: "张江路 88 弄 5 号", DueAt: at(1), Reason: "无人在家"}),
		row(t, model.KindException, "x1", model.CasesLane("s1"), cases.Exception{ID: "x1", StationID: "s1", What: "disputed", State: cases.Open, OpID: "op1", OpKind: "task.moved",
			TaskID: "t8", Author: "u2", At: at(-2), Why: *model.Fail("task.cannot_move", "number", "0098", "from", "done", "to", "started")}))
	return rows
}

// theRegion is a supervisor's desk with figures, and a server that tells of devices;
// theRegionFar the same without the server.
func theRegion() stock {
	return stock{name: "region", user: supervisor, server: officeServer().URL, refresh: "r", rows: func(t testing.TB, files string) []wire.PullRow {
		return append(append(street(t), office(t, files)...), region(t)...)
	}}
}

func theRegionFar() stock {
	far := theRegion()
	far.name, far.server = "region-far", "http://127.0.0.1:9"
	return far
}

// staffed plays what is done among the people; what devices are called is data that
// only the server has.
func staffed(steps ...string) func(*player) {
	return func(p *player) {
		for _, d := range deviceList().Devices {
			p.typed += " " + d.Name
		}
		p.Press("people.title")
		for _, s := range steps {
			if p.Ctx.Words().Has(s) {
				p.Press(s)
			} else {
				p.Tap(s)
			}
		}
	}
}

// overviewScenes are the desk's first place and the lists behind its figures.
func overviewScenes() []scene {
	return []scene{
		{name: "desk-overview", store: theRegion()},
		{name: "desk-overview-far", store: theRegionFar()},
		{name: "desk-overview-empty", store: theQuiet()},
		{name: "desk-overview-areas", store: theRegion(), steps: func(p *player) {
			p.Tap(p.Ctx.T("overview.losses.end", map[string]any{"over": 4, "all": 11}))
		}},
		{name: "desk-overview-suspects", store: theRegion(), steps: func(p *player) { p.Press("overview.suspects") }},
		{name: "desk-people", store: theRegion(), steps: staffed()},
		{name: "desk-people-far", store: theRegionFar(), steps: staffed()},
		{name: "desk-people-empty", store: theQuiet(), steps: staffed()},
		{name: "desk-person", store: theRegion(), steps: staffed("孙倩")},
		{name: "desk-person-held", store: theRegion(), steps: staffed("欧阳买买提·阿布都热合曼")},
		{name: "desk-person-revoking", store: theRegion(), steps: staffed("孙倩", "people.revoke")},
		{name: "desk-person-code", live: true, store: theRegion(), steps: staffed("孙倩", "people.enrol")},
		{name: "desk-person-code-far", store: theRegionFar(), steps: staffed("孙倩", "people.enrol")},
	}
}
