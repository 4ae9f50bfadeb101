package town

import (
	"math"
	"math/rand/v2"
)

// The commonest surnames first; nothing else about them is meant.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢" +
	"姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤" +
	"康易乔赖文施洪辛柯庄温牛樊葛邢安齐"

const (
	given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志文海春梅兰云飞鹏辉玲燕波宇浩然子轩梓涵欣怡佳琪" +
		"雨晨思远雪婷嘉豪俊凯瑞晓东林峰成龙永康福生庆德安宁清荣光新立新民振家学书仁义礼智信美凤珍淑慧莲洁颖琳璐丹蕾菲" +
		"博睿航翔楠楷铭泽宸皓熙悦诗语若曦锦程旭阳天佑"
	// What registers and fonts stumble over.
	rareGiven   = "镕喆囧堃淼犇翀彧赟垚昉玥祎翯焱燊旻昇珺琤璟頔韡骉"
	rareSurname = "乜仉禤昝逄蔺郗"
)

// Person is the name of the n-th person of a seed. One in about sixty bears a
// character that is seldom seen.
func Person(seed, n uint64) string {
	r := rand.New(rand.NewPCG(seed^0x9e7505, n))
	name := surname(r)
	size := 2
	if r.IntN(100) < 15 {
		size = 1
	}
	rare := -1
	if r.IntN(100) < 2 {
		rare = r.IntN(size)
	}
	for i := range size {
		from := given
		if i == rare {
			from = rareGiven
		}
		name += pick(r, from)
	}
	return name
}

// surname follows roughly how often they are borne: seven in a hundred are called 王.
func surname(r *rand.Rand) string {
	switch roll := r.IntN(1000); {
	case roll < 4:
		double := [...]string{"欧阳", "司马", "上官", "诸葛", "慕容", "皇甫", "令狐", "夏侯"}
		return double[r.IntN(len(double))]
	case roll < 8:
		return pick(r, rareSurname)
	}
	all := []rune(surnames)
	return string(all[int(float64(len(all))*math.Pow(r.Float64(), 1.8))])
}

// Company is the name of the n-th firm of a seed.
func Company(seed, n uint64) string {
	r := rand.New(rand.NewPCG(seed^0xc0ffee, n))
	trade := [...]string{"机械制造", "电子科技", "精密模具", "纺织", "食品", "物流", "包装材料", "建材", "化工", "新能源",
		"汽车配件", "印刷", "家具", "塑料制品", "冷链", "数据服务", "环保设备", "五金", "医疗器械", "贸易"}
	form := [...]string{"有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司"}
	return stem(r) + pick(r, "泰达鑫宏联恒创科佳益") + pick(r, "通远成利升丰诚业力捷") +
		trade[r.IntN(len(trade))] + form[r.IntN(len(form))]
}

// Shop is the name of the n-th small business of a seed.
func Shop(seed, n uint64) string {
	r := rand.New(rand.NewPCG(seed^0x5409, n))
	trade := [...]string{"便利店", "面馆", "药房", "理发店", "水果店", "小吃店", "五金店", "服装店", "茶行", "文具店",
		"洗衣店", "快餐店", "烘焙坊", "修理部", "美发沙龙", "粮油店", "眼镜店", "宠物店"}
	if r.IntN(3) == 0 {
		return surname(r) + "记" + trade[r.IntN(len(trade))]
	}
	return stem(r) + trade[r.IntN(len(trade))]
}

func pick(r *rand.Rand, from string) string {
	all := []rune(from)
	return string(all[r.IntN(len(all))])
}
