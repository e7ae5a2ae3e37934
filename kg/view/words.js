// The words of the interface, in both languages. Labels of classes and relations come from the ontology.

const two = (number) => String(number).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WORDS = {
  zh: {
    title: "区域经济知识图谱", search: "搜索名称或别名，按 / 键", language: "English", legend: "图例（点击筛选）", showAll: "全部显示",
    drawing: "图谱", empty: "没有可画的实体", zoom: "缩放", zoomIn: "放大", zoomOut: "缩小", zoomFit: "全图", close: "关闭", none: "没有找到",
    counts: (n) => `${n.documents} 篇文章 · ${n.nodes} 个实体 · ${n.facts} 条事实`,
    names: "又称", fullName: "全称", code: "行政区划代码", documents: "出处", figures: "指标", milestones: "时间线", facts: "条事实",
    indicator: "指标", value: "数值", period: "时期", rule: "规则", confidence: "置信度", evidence: "原文",
    undated: "日期不详", noSentence: "来自地名表，原文没有写", more: (n) => `另有 ${n} 项`, position: "位置",
    signs: "“>”大于，“<”小于，“≈”约", nothing: "文章里没有关于它的其他事实。",
    differ: "说法不一", differs: "说法不一", otherDates: "另有日期", about: "约", over: "大于", under: "小于", comma: "，", semicolon: "；",
    saidOf: (what, said) => `${what}：${said}`, chartTitle: (what, unit) => (unit ? `${what}（${unit}）` : what),
    year: (y) => `${y}年`, month: (y, m) => `${y}年${m}月`, day: (y, m, d) => `${y}年${m}月${d}日`,
    half: (y, h) => `${y}年${"上下"[h - 1]}半年`, quarter: (y, q) => `${y}年${"一二三四"[q - 1]}季度`,
    until: (end) => `截至${end}`, since: (start) => `${start}以来`, between: (start, end) => `${start}—${end}`,
    years: (start, end) => `${start}—${end}年`, months: (y, start, end) => `${y}年${start}—${end}月`,
  },
  en: {
    title: "Regional economy graph", search: "Search a name or alias, press /", language: "中文", legend: "Legend (click to filter)", showAll: "Show all",
    drawing: "Graph", empty: "There is nothing to draw", zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Whole graph", close: "Close", none: "Nothing found",
    counts: (n) => `${n.documents} articles · ${n.nodes} entities · ${n.facts} facts`,
    names: "Also", fullName: "Full name", code: "Division code", documents: "Articles", figures: "Figures", milestones: "Timeline", facts: "facts",
    indicator: "Indicator", value: "Value", period: "Period", rule: "Rule", confidence: "Confidence", evidence: "Sentence",
    undated: "undated", noSentence: "From the gazetteer; no article says it", more: (n) => `${n} more`, position: "Position",
    signs: "“>” more than, “<” less than, “≈” about", nothing: "The articles state no other fact about it.",
    differ: "Figures that differ", differs: "differs", otherDates: "Also dated", about: "about", over: "more than", under: "less than", comma: ", ", semicolon: "; ",
    saidOf: (what, said) => `${what}: ${said}`, chartTitle: (what, unit) => (unit ? `${what} (${unit})` : what),
    year: (y) => String(y), month: (y, m) => `${y}-${two(m)}`, day: (y, m, d) => `${y}-${two(m)}-${two(d)}`,
    half: (y, h) => `H${h} ${y}`, quarter: (y, q) => `Q${q} ${y}`,
    until: (end) => `up to ${end}`, since: (start) => `since ${start}`, between: (start, end) => `${start} to ${end}`,
    years: (start, end) => `${start}–${end}`, months: (y, start, end) => `${MONTHS[start - 1]}–${MONTHS[end - 1]} ${y}`,
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
