// A service that has a bad day: the --fault rules that sdk.t gives.
import assert from "node:assert/strict";
import { all, buy, client, refused, search } from "./client.mjs";

/** How long it took [ms] */
async function took(call) {
	const begun = Date.now();

	await call();

	return Date.now() - begun;
}

async function throttled(s) {
	s.c = client(s.connection);

	const ms = await took(async () => {
		const countries = await all(s.c.listAvailableCountries());

		assert.ok(countries.length > 0);
	});

	assert.ok(ms >= 1000, `Retry-After: 1, but ${ms} ms`);
}

async function throttled_bare(s) {
	await refused(all(s.c.listAvailableOfferings("US")), 429,
		"TooManyRequests");
	assert.ok((await all(s.c.listAvailableOfferings("US"))).length > 0);
}

async function unavailable(s) {
	assert.deepEqual(await all(s.c.listPurchasedPhoneNumbers()), []);
}

async function down(s) {
	await refused(all(s.c.listReservations()), 503);
}

async function out_of_stock(s) {
	await assert.rejects(search(s.c, {}),
		/long-running operation has failed.* OutOfStock/);

	s.offer = await search(s.c, {});
}

async function purchase_failed(s) {
	await assert.rejects(buy(s.c, s.offer),
		/long-running operation has failed.* PurchaseFailed/);
	assert.deepEqual(await all(s.c.listPurchasedPhoneNumbers()), []);
}

export default {
	"429 with Retry-After: waits, then has it": throttled,
	"429 without: said at once": throttled_bare,
	"503 twice: tried again until it is there": unavailable,
	"503 for ever: said in the end": down,
	"a search that fails: OutOfStock": out_of_stock,
	"a purchase that fails": purchase_failed,
};
