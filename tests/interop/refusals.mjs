// What the service does not do, and how the SDK says so.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { buy, client, refused, search } from "./client.mjs";

const nobody = "+12065550000";

async function unknown_number(s) {
	s.c = client(s.connection);
	await refused(s.c.getPurchasedPhoneNumber(nobody), 404, "NotFound");
	await refused(s.c.beginReleasePhoneNumber(nobody), 404, "NotFound");
	await refused(s.c.beginUpdatePhoneNumberCapabilities(nobody,
		{ calling: "inbound" }), 404, "NotFound");
}

async function unknown_ids(s) {
	await refused(s.c.beginPurchasePhoneNumbers(randomUUID()), 404);
	await refused(s.c.getReservation(randomUUID()), 404);
	await refused(s.c.beginReservationPurchase(randomUUID()), 404);
	await refused(s.c.client.phoneNumbers.getOperation(
		`search_${randomUUID()}`), 404);
}

async function wrong_key(s) {
	const key = Buffer.alloc(32, 7).toString("base64");
	const c = client(s.connection.replace(/accesskey=.*/,
		`accesskey=${key}`));

	await refused(c.listPurchasedPhoneNumbers().next(), 401, "Denied");
	await refused(c.beginPurchasePhoneNumbers(randomUUID()),
		401, "Denied");
}

async function unsupported(s) {
	const capabilities = { calling: "none", sms: "inbound+outbound" };

	await refused(search(s.c, { capabilities }), 400, "InvalidInput");
}

async function bad_word(s) {
	await refused(search(s.c, { assignmentType: "ghost" }), 400);
}

async function twice(s) {
	const offer = await search(s.c, {});

	await buy(s.c, offer);
	await assert.rejects(buy(s.c, offer));
	assert.ok(await s.c.getPurchasedPhoneNumber(offer.phoneNumbers[0]));
}

export default {
	"a number that is not owned: 404 NotFound": unknown_number,
	"unknown searches, reservations, operations: 404": unknown_ids,
	"a wrong key: 401 Denied": wrong_key,
	"capabilities that nobody offers: 400 InvalidInput": unsupported,
	"a word that is none of the API: 400": bad_word,
	"one search is bought once": twice,
};
