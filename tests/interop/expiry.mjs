// Nothing is held for ever: a server with --hold 1s.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { all, buy, client, near, search } from "./client.mjs";

async function short(s) {
	s.c = client(s.connection);
	s.offer = await search(s.c, {});
	near(s.offer.searchExpiresBy, 1, 1);
}

async function late(s) {
	await sleep(s.offer.searchExpiresBy - Date.now() + 50);
	await assert.rejects(buy(s.c, s.offer), /expired/i);
	assert.deepEqual(await all(s.c.listPurchasedPhoneNumbers()), []);
}

async function free(s) {
	const { phoneNumbers } = await s.c.browseAvailablePhoneNumbers(
		{ countryCode: "US", phoneNumberType: "geographic" },
		{ phoneNumberPrefixes: [s.offer.phoneNumbers[0].slice(1)] });

	assert.deepEqual(phoneNumbers.map((n) => n.phoneNumber),
		s.offer.phoneNumbers);
}

export default {
	"a search says when it expires": short,
	"what has expired is not sold": late,
	"and its number is free again": free,
};
