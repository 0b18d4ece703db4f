/* What the SPARQL page says. */

const WORDS = {
  en: {
    editor: "SPARQL query", run: "Run", stop: "Stop", examples: "Examples", choose_example: "Choose an example …", link: "Copy link",
    copied: "The link is in the clipboard.", not_copied: "The link is in the address bar.",
    keys: "Ctrl+Enter runs the query; Ctrl+Space completes; Escape, then Tab leaves the editor.",
    running: "Running …", rows: "{n} rows in {time}", row: "1 row in {time}", triples: "{n} triples in {time}", answered: "Answered in {time}",
    truncated: "The answer was cut at {bound}: there is more. Add LIMIT, or ask for less.", bound_rows: "{n} rows", bound_bytes: "{n} bytes",
    yes: "Yes", no: "No", none: "No row matches.", stopped: "Stopped.", unreachable: "The server does not answer.",
    wait: "Try again in {n} s.", line: "line {line}, column {column}",
    view: "Show as", table: "Table", chart: "Chart", graph: "Graph", page: "Rows {first}–{last} of {total}", previous: "previous page", next: "next page",
    result: "Result", download: "Download", kind: "Kind of chart", bars: "Bars", lines: "Line", by: "Text", value: "Number", chart_of: "Chart of {value} by {by}: {n} values, also in the table.",
    no_chart: "A chart needs a column of numbers.", first_of: "The first {n} of {total}.",
    no_graph: "A graph needs triples: CONSTRUCT, DESCRIBE, or a table whose first three columns are subject, relation, object.",
    graph_of: "Drawing of {nodes} nodes and {edges} lines; the table holds the same.", no_webgl: "This browser offers no WebGL, so nothing is drawn; the table holds the same.",
    subject: "subject", predicate: "predicate", object: "object", entity: "entity", document: "document", fit: "Show all",
    rivals: "Rivals of Alibaba", sentences: "Sentences about rivals of Alibaba", graph_example: "Who owns and funds whom, as a graph", count: "Statements by relation, as a chart",
    figures: "Figures with their words", models: "Models and their makers", busiest: "Entities mentioned most", unsure: "What is planned, speculated or denied",
  },
  zh: {
    editor: "SPARQL 查询", run: "运行", stop: "停止", examples: "示例", choose_example: "选择示例……", link: "复制链接",
    copied: "链接已复制。", not_copied: "链接在地址栏中。",
    keys: "Ctrl+Enter 运行查询；Ctrl+空格 补全；先按 Esc 再按 Tab 离开编辑器。",
    running: "正在运行……", rows: "{n} 行，用时 {time}", row: "1 行，用时 {time}", triples: "{n} 条三元组，用时 {time}", answered: "用时 {time}",
    truncated: "结果在{bound}处被截断，后面还有。请加 LIMIT 或缩小范围。", bound_rows: " {n} 行", bound_bytes: " {n} 字节",
    yes: "是", no: "否", none: "没有匹配的行。", stopped: "已停止。", unreachable: "服务器没有应答。",
    wait: "请 {n} 秒后再试。", line: "第 {line} 行第 {column} 列",
    view: "显示为", table: "表格", chart: "图表", graph: "图", page: "第 {first}–{last} 行，共 {total} 行", previous: "上一页", next: "下一页",
    result: "结果", download: "下载", kind: "图表类型", bars: "柱状", lines: "折线", by: "文本", value: "数值", chart_of: "{value} 按 {by} 的图表：{n} 个值，表格中同样列出。",
    no_chart: "图表需要一列数值。", first_of: "前 {n} 个，共 {total} 个。",
    no_graph: "图需要三元组：CONSTRUCT、DESCRIBE，或前三列为主语、关系、宾语的表格。",
    graph_of: "{nodes} 个节点和 {edges} 条连线的图；表格中内容相同。", no_webgl: "此浏览器不支持 WebGL，无法绘图；表格中内容相同。",
    subject: "主语", predicate: "谓语", object: "宾语", entity: "实体", document: "文档", fit: "显示全部",
    rivals: "阿里巴巴的竞争对手", sentences: "关于阿里巴巴竞争对手的句子", graph_example: "谁拥有、投资谁（图）", count: "各类关系的陈述数（图表）",
    figures: "数值及其原文", models: "模型及其研发者", busiest: "被提及最多的实体", unsure: "计划、推测或否认的内容",
  },
};

/** A function from a key and values for the `{…}` in its text to the text in the page's language. */
export function wording(language) {
  const words = WORDS[language] ?? WORDS.en;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export const LANGUAGES = Object.keys(WORDS);
