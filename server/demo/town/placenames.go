package town

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Two characters that together sound like a place.
const (
	firsts  = "云青海明锦和春丰望瑞金银玉兰桂松柏梅荷景新广安泰永长德仁文星晨虹翠碧清白红东西南北"
	seconds = "溪禾棠珠绣平晖泽江阳水杏桥岭林园湖苑华城源宁康乐盛兴义和昌辰光云谷峰潭沙河塘浦泾湾"

	// Pairs that everyone knows as a city or a district. Smaller places will be met by
	// chance, as in any town's street names.
	real = " 桂林 长沙 南阳 安阳 南昌 南宁 南平 西宁 海宁 金华 玉林 玉溪 德阳 安康 松江 青浦 长宁 长乐 红河 白城 白云 东城 西城 西湖 红桥 锦江 清河 东阳 永康 瑞昌 文昌 东平 和平 "
)

// stem is two characters; it may come again.
func stem(r *rand.Rand) string {
	for {
		s := pick(r, firsts) + pick(r, seconds)
		if !strings.Contains(real, " "+s+" ") {
			return s
		}
	}
}

// namer gives each name once.
type namer struct {
	rng  *rand.Rand
	used map[string]bool
}

func newNamer(r *rand.Rand) *namer {
	return &namer{r, map[string]bool{}}
}

func (n *namer) stem() string { return stem(n.rng) }

// unique calls make until it says something new; a town that has used all the names
// goes on with numbers before the ending.
func (n *namer) unique(ending string, make func() string) string {
	for range 60 {
		if s := make() + ending; !n.used[s] {
			n.used[s] = true
			return s
		}
	}
	for i := 2; ; i++ {
		if s := fmt.Sprintf("%s%d%s", n.stem(), i, ending); !n.used[s] {
			n.used[s] = true
			return s
		}
	}
}

// named is a stem with an ending: 锦棠小学.
func (n *namer) named(ending string) string { return n.unique(ending, n.stem) }

func (n *namer) road(class Class) string {
	ending := "路"
	switch {
	case class == Primary && n.rng.IntN(2) == 0:
		ending = "大道"
	case class == Minor:
		ending = n.oneOf("路", "街", "东路", "西路", "南路", "北路", "巷")
	}
	return n.named(ending)
}

func (n *namer) estate() string {
	ending := n.oneOf("花园", "雅苑", "家园", "名邸", "小区", "公寓", "新村", "佳苑", "华庭", "里", "坊", "丽都")
	return n.unique(ending, func() string {
		if n.rng.IntN(2) == 0 {
			return n.stem()
		}
		return n.oneOf("锦绣", "绿洲", "阳光", "金色", "翠湖", "东方", "世纪", "滨江", "香樟", "玉兰", "梧桐", "天鹅",
			"万和", "百合", "康宁", "文锦", "春晓", "和谐", "御景", "云山", "书香")
	})
}

func (n *namer) oneOf(of ...string) string { return of[n.rng.IntN(len(of))] }
