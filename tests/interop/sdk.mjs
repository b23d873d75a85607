// The Azure SDK against a server that claims to be faithful: one story.
//
//	node sdk.mjs STORY CONNECTION-STRING
//
// Prints TAP. A story is a file beside this one: its steps in their order,
// each with what it shows. They build on one another, by what they leave in
// the object that each of them is given; one that fails stops none.
const [name, connection] = process.argv.slice(2);
const { default: steps } = await import(`./${name}.mjs`);
const story = { connection };
let n = 0;

for (const [text, step] of Object.entries(steps)) {
	n++;
	try {
		await step(story);
		console.log(`ok ${n} - ${text}`);
	} catch (e) {
		process.exitCode = 1;
		console.log(`not ok ${n} - ${text}`);
		console.log(String(e.stack).replace(/^/gm, "#   "));
	}
}
console.log(`1..${n}`);
