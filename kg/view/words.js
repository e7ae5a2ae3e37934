// The words of the interface, in both languages. Labels of classes and relations come from the ontology.

const WORDS = {
  zh: {
    title: "区域经济知识图谱", search: "搜索名称或别名，按 / 键", language: "English", legend: "图例（点击筛选）", showAll: "全部显示",
    drawing: "图谱", empty: "没有可画的实体", zoom: "缩放", zoomIn: "放大", zoomOut: "缩小", zoomFit: "全图", close: "关闭", none: "没有找到",
    counts: (n) => `${n.documents} 篇文章 · ${n.nodes} 个实体 · ${n.facts} 条事实`,
    names: "又称", fullName: "全称", code: "行政区划代码", documents: "出处", figures: "指标", milestones: "时间线", facts: "条事实",
    indicator: "指标", value: "数值", period: "时期", rule: "规则", confidence: "置信度", evidence: "原文",
    undated: "日期不详", noSentence: "来自地名表，原文没有写", more: (n) => `另有 ${n} 项`, position: "位置",
    about: "“>”超过，“<”不足，“≈”约", nothing: "文章里没有关于它的其他事实。",
    columns: ["类型", "主体", "主体类别", "关系／指标／节点", "对象／数值", "对象类别／单位", "精确程度", "时期／日期", "实际或计划", "指标类型", "职务", "置信度", "规则", "文章标题", "文章日期", "原文", "事实 IRI"],
    relation: "关系", figure: "指标", milestone: "节点", caption: (n) => `${n.nodes} 个实体 · ${n.documents} 篇文章`,
  },
  en: {
    title: "Regional economy graph", search: "Search a name or alias, press /", language: "中文", legend: "Legend (click to filter)", showAll: "Show all",
    drawing: "Graph", empty: "There is nothing to draw", zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Whole graph", close: "Close", none: "Nothing found",
    counts: (n) => `${n.documents} articles · ${n.nodes} entities · ${n.facts} facts`,
    names: "Also", fullName: "Full name", code: "Division code", documents: "Articles", figures: "Figures", milestones: "Timeline", facts: "facts",
    indicator: "Indicator", value: "Value", period: "Period", rule: "Rule", confidence: "Confidence", evidence: "Sentence",
    undated: "undated", noSentence: "From the gazetteer; no article says it", more: (n) => `${n} more`, position: "Position",
    about: "“>” more than, “<” less than, “≈” about", nothing: "The articles state no other fact about it.",
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
