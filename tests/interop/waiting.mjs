// Operations that take their time: a server with --operation-time 300ms.
import assert from "node:assert/strict";
import { begin_search, client, operation, refused, search }
	from "./client.mjs";

/** Begin a search -> [poller, id of the operation] */
function begin(s, options) {
	return operation((o) => begin_search(s.c, {}, { ...o, ...options }));
}

async function running(s) {
	s.c = client(s.connection);

	const begun = Date.now();
	const done = [];
	const [poller] = await begin(s);

	assert.equal(poller.isDone(), false);
	poller.onProgress(() => done.push(poller.isDone()));
	assert.equal((await poller.pollUntilDone()).phoneNumbers.length, 1);
	assert.ok(Date.now() - begun >= 300);
	assert.equal(done[0], false);
	assert.equal(done.at(-1), true);
}

async function not_yet(s) {
	const offer = await search(s.c, {});
	const [poller] = await operation((o) =>
		s.c.beginPurchasePhoneNumbers(offer.searchId, o));

	await refused(s.c.getPurchasedPhoneNumber(offer.phoneNumbers[0]),
		404, "NotFound");
	await poller.pollUntilDone();
	assert.ok(await s.c.getPurchasedPhoneNumber(offer.phoneNumbers[0]));
}

async function resumed(s) {
	const [first] = await begin(s);
	const [second, id] = await begin(s, { resumeFrom: `${first}` });

	assert.equal(id, undefined, "it began another search");
	assert.deepEqual(await second.pollUntilDone(),
		await first.pollUntilDone());
}

// The poller's own cancelOperation() asks the service for nothing; what the
// client is made of does.
async function cancelled(s) {
	const [poller, id] = await begin(s);
	const { phoneNumbers } = s.c.client;

	assert.match(id, /^search_/);
	await poller.cancelOperation();
	assert.equal((await phoneNumbers.getOperation(id)).status, "running");
	await phoneNumbers.cancelOperation(id);

	const operation = await phoneNumbers.getOperation(id);

	assert.equal(operation.status, "failed");
	assert.ok(operation.error.code);
}

export default {
	"an operation runs, and then has succeeded": running,
	"what is being bought is not owned yet": not_yet,
	"a poller goes on where another was": resumed,
	"an operation that is cancelled has failed": cancelled,
};
