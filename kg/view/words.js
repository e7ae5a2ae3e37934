// The words of the interface, in both languages. Labels of classes and relations come from the ontology.

const two = (number) => String(number).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WORDS = {
  zh: {
    title: "区域经济知识图谱", search: "搜索名称、别名或拼音，按 / 键", suggestions: "搜索建议", language: "English", showAll: "全部显示",
    legend: "图例（点击筛选）", filters: "筛选", history: "浏览记录", back: "后退", forward: "前进", theme: "深色或浅色", help: "按键说明",
    take: "导出", picture: "图片（PNG）", table: "当前事实（CSV）", turtle: "Turtle", panel: "详情",
    drawing: "图谱：方向键移动，回车阅读，加减号缩放", empty: "没有可画的实体", zoom: "缩放", zoomIn: "放大", zoomOut: "缩小", zoomFit: "全图", close: "关闭", none: "没有找到",
    counts: (n) => `${n.documents} 篇文章 · ${n.nodes} 个实体 · ${n.facts} 条事实`,
    names: "又称", fullName: "全称", code: "行政区划代码", documents: "出处", figures: "指标", milestones: "时间线",
    indicator: "指标", value: "数值", period: "时期", rule: "规则", confidence: "置信度", evidence: "原文",
    undated: "日期不详", noSentence: "来自地名表，原文没有写", more: (n) => `另有 ${n} 项`, position: "位置",
    signs: "“>”大于，“<”小于，“≈”约", nothing: "文章里没有关于它的其他事实。",
    differ: "说法不一", differs: "说法不一", otherDates: "另有日期", about: "约", over: "大于", under: "小于", comma: "，", semicolon: "；",
    saidOf: (what, said) => `${what}：${said}`, chartTitle: (what, unit) => (unit ? `${what}（${unit}）` : what),
    year: (y) => `${y}年`, month: (y, m) => `${y}年${m}月`, day: (y, m, d) => `${y}年${m}月${d}日`,
    half: (y, h) => `${y}年${"上下"[h - 1]}半年`, quarter: (y, q) => `${y}年${"一二三四"[q - 1]}季度`,
    until: (end) => `截至${end}`, since: (start) => `${start}以来`, between: (start, end) => `${start}—${end}`,
    years: (start, end) => `${start}—${end}年`, months: (y, start, end) => `${y}年${start}—${end}月`,
    filtered: (n) => `另有 ${n} 条事实被筛选隐藏。`,
    facet: { relation: "关系", document: "文章", year: "年份", sure: "置信度" }, clear: "清除筛选", undo: "撤销", onlyThis: "只看这篇文章",
    actions: "操作", focus: "聚焦", steps: (n) => `只看 ${n} 步以内`, far: (n) => `范围内实体太多，图上只画最近、最重要的，另有 ${n} 个未画。`, path: "路径到…", pinIt: "固定", unpin: "取消固定", hideIt: "隐藏", pin: "固定", hide: "隐藏",
    pathTo: (name) => `从“${name}”到哪里？输入名称或点击实体`, hops: (n) => `最短路径：${n} 步`, noPath: "在当前显示的事实里，两者之间没有路径。",
    keys: [
      ["/", "搜索"], ["↑ ↓ ← →", "在图上移到旁边的实体"], ["Enter", "阅读选中的实体"], ["Esc", "取消选择"], ["+ - 0", "放大、缩小、全图"],
      ["f", "聚焦 1、2、3 步"], ["p", "找到另一实体的路径（或按住 Shift 点击）"], ["t", "固定"], ["h", "隐藏"], ["?", "按键说明"],
    ],
    columns: ["类型", "主体", "主体类别", "关系／指标／节点", "对象／数值", "对象类别／单位", "精确程度", "时期／日期", "实际或计划", "指标类型", "职务", "置信度", "规则", "文章标题", "文章日期", "原文", "事实 IRI"],
    relation: "关系", figure: "指标", milestone: "节点", caption: (n) => `${n.nodes} 个实体 · ${n.documents} 篇文章`,
  },
  en: {
    title: "Regional economy graph", search: "Search a name, alias or pinyin, press /", suggestions: "Suggestions", language: "中文", showAll: "Show all",
    legend: "Legend (click to filter)", filters: "Filters", history: "History", back: "Back", forward: "Forward", theme: "Dark or light", help: "Keys",
    take: "Export", picture: "Picture (PNG)", table: "Shown facts (CSV)", turtle: "Turtle", panel: "Details",
    drawing: "Graph: arrow keys move, Enter reads, plus and minus zoom", empty: "There is nothing to draw", zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Whole graph", close: "Close", none: "Nothing found",
    counts: (n) => `${n.documents} articles · ${n.nodes} entities · ${n.facts} facts`,
    names: "Also", fullName: "Full name", code: "Division code", documents: "Articles", figures: "Figures", milestones: "Timeline",
    indicator: "Indicator", value: "Value", period: "Period", rule: "Rule", confidence: "Confidence", evidence: "Sentence",
    undated: "undated", noSentence: "From the gazetteer; no article says it", more: (n) => `${n} more`, position: "Position",
    signs: "“>” more than, “<” less than, “≈” about", nothing: "The articles state no other fact about it.",
    differ: "Figures that differ", differs: "differs", otherDates: "Also dated", about: "about", over: "more than", under: "less than", comma: ", ", semicolon: "; ",
    saidOf: (what, said) => `${what}: ${said}`, chartTitle: (what, unit) => (unit ? `${what} (${unit})` : what),
    year: (y) => String(y), month: (y, m) => `${y}-${two(m)}`, day: (y, m, d) => `${y}-${two(m)}-${two(d)}`,
    half: (y, h) => `H${h} ${y}`, quarter: (y, q) => `Q${q} ${y}`,
    until: (end) => `up to ${end}`, since: (start) => `since ${start}`, between: (start, end) => `${start} to ${end}`,
    years: (start, end) => `${start}–${end}`, months: (y, start, end) => `${MONTHS[start - 1]}–${MONTHS[end - 1]} ${y}`,
    filtered: (n) => `The filters hide ${n} more facts.`,
    facet: { relation: "Relation", document: "Article", year: "Year", sure: "Confidence" }, clear: "Clear filters", undo: "Undo", onlyThis: "Only this article",
    actions: "Actions", focus: "Focus", steps: (n) => `Only within ${n} ${n === 1 ? "step" : "steps"}`, far: (n) => `Too many to draw: the nearest and most important are shown, ${n} more are not.`, path: "Path to…", pinIt: "Pin", unpin: "Unpin", hideIt: "Hide", pin: "Pinned", hide: "Hidden",
    pathTo: (name) => `From “${name}” to? Type a name or click`, hops: (n) => `Shortest path: ${n} ${n === 1 ? "step" : "steps"}`, noPath: "The facts shown link the two by no path.",
    keys: [
      ["/", "Search"], ["↑ ↓ ← →", "Move to the entity beside"], ["Enter", "Read the chosen entity"], ["Esc", "Choose nothing"], ["+ - 0", "Closer, further, whole graph"],
      ["f", "Focus on 1, 2, 3 steps"], ["p", "Path to another entity (or click it with Shift)"], ["t", "Pin"], ["h", "Hide"], ["?", "Keys"],
    ],
    columns: ["Kind of fact", "Subject", "Class of subject", "Relation/indicator/step", "Object/value", "Class of object/unit", "Qualifier", "Period/date", "Actual or planned", "Kind of figure", "Post", "Confidence", "Rules", "Article titles", "Article dates", "Sentences", "Fact IRI"],
    relation: "relation", figure: "figure", milestone: "milestone", caption: (n) => `${n.nodes} entities · ${n.documents} articles`,
  },
};

let language = "zh";

/** The word for `key` in the language of the interface. */
export function word(key, ...values) {
  const found = WORDS[language][key];
  return typeof found === "function" ? found(...values) : found;
}

/** The label of a class, relation or other term in the language of the interface. */
export function labelOf(term) {
  return term[language] || term.zh;
}

/** Changes to the other language. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

/** Puts the words into the elements of the template that ask for them. */
export function fillWords(root) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = word(element.dataset.text);
  for (const element of root.querySelectorAll("[data-placeholder]")) {
    element.placeholder = word(element.dataset.placeholder);
    element.setAttribute("aria-label", element.placeholder);
  }
  for (const element of root.querySelectorAll("[data-aria]")) {
    element.setAttribute("aria-label", word(element.dataset.aria));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.aria);
  }
}
