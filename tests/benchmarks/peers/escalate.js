// JSONata on node, in memory: `node escalate.js EXPRESSION TICKETS`. On standard input each line is `run` (all tickets
// once, answered with the processor's seconds) or `show` (answered with the result lines, then an empty line).
// With `node escalate.js EXPRESSION TICKETS RESULTS` it turns one file into the other, a line at a time.
const fs = require("fs");
const readline = require("readline");
const jsonata = require("jsonata");

const [expression, source, target] = process.argv.slice(2);
const escalate = jsonata(fs.readFileSync(expression, "utf8"));

async function inMemory() {
  const tickets = fs.readFileSync(source, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  for await (const command of readline.createInterface({ input: process.stdin })) {
    const results = [];
    const began = process.cpuUsage();
    for (const ticket of tickets) results.push(await escalate.evaluate(ticket));
    const took = process.cpuUsage(began);
    if (command === "run") console.log((took.user + took.system) / 1e6);
    else console.log(results.map((result) => JSON.stringify(result)).join("\n") + "\n");
  }
}

async function fileToFile() {
  const out = fs.createWriteStream(target);
  for await (const line of readline.createInterface({ input: fs.createReadStream(source) })) {
    out.write(JSON.stringify(await escalate.evaluate(JSON.parse(line))) + "\n");
  }
  out.end();
}

(target ? fileToFile() : inMemory()).catch((error) => {
  console.error(error);
  process.exit(1);
});
