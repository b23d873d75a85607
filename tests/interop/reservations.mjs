// Browse, and the cart that holds what was browsed.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { acquire, all, answer, client, near, operation, refused }
	from "./client.mjs";

/** Put in, take out; gives [reservation, HTTP status] */
function reserve(s, reservationId, changes) {
	return answer((o) => s.c.createOrUpdateReservation({ reservationId },
		{ ...changes, ...o }));
}

function browse(s, options) {
	return s.c.browseAvailablePhoneNumbers({
		countryCode: "US",
		phoneNumberType: "geographic",
	}, {
		assignmentType: "application",
		capabilities: { calling: "inbound+outbound", sms: "none" },
		...options,
	});
}

async function browsed(s) {
	s.c = client(s.connection);
	[s.owned] = await acquire(s.c, 1);
	s.found = (await browse(s)).phoneNumbers;

	assert.ok(s.found.length >= 3);
	for (const n of s.found) {
		assert.match(n.phoneNumber, /^\+1\d{10}$/);
		assert.equal(n.id, n.phoneNumber.slice(1));
		assert.equal(n.countryCode, "US");
		assert.equal(n.phoneNumberType, "geographic");
		assert.equal(n.assignmentType, "application");
		assert.equal(n.capabilities.calling, "inbound+outbound");
		assert.equal(n.status, "available");
		assert.ok(n.cost.amount > 0);
		assert.equal(n.isAgreementToNotResellRequired, false);
	}
}

async function prefixed(s) {
	const { phoneNumbers } = await browse(s,
		{ phoneNumberPrefixes: ["1206", "1212"] });

	assert.ok(phoneNumbers.length > 0);
	for (const n of phoneNumbers)
		assert.match(n.phoneNumber, /^\+1(206|212)/);
}

async function created(s) {
	s.id = randomUUID();

	const [cart, status] = await reserve(s, s.id,
		{ add: s.found.slice(0, 2) });

	assert.equal(status, 201);
	assert.equal(cart.id, s.id);
	assert.equal(cart.status, "active");
	near(cart.expiresAt, 15 * 60);
	assert.deepEqual(Object.keys(cart.phoneNumbers).sort(),
		s.found.slice(0, 2).map((n) => n.id).sort());
	for (const n of Object.values(cart.phoneNumbers))
		assert.equal(n.status, "reserved");
}

// A null in the patch takes a number out.
async function changed(s) {
	const [, second, third] = s.found;
	const [cart, status] = await reserve(s, s.id,
		{ add: [third], remove: [s.found[0].id] });

	assert.equal(status, 200);
	assert.deepEqual(Object.keys(cart.phoneNumbers).sort(),
		[second.id, third.id].sort());
}

async function partly(s) {
	const id = s.owned.slice(1);
	const [cart, status] = await reserve(s, s.id, {
		add: [s.found[0], { ...s.found[0], id, phoneNumber: s.owned }],
	});

	assert.equal(status, 207);
	assert.equal(cart.phoneNumbers[s.found[0].id].status, "reserved");
	assert.equal(cart.phoneNumbers[id].status, "error");
	assert.ok(cart.phoneNumbers[id].error.code);
	assert.ok(cart.phoneNumbers[id].error.message);
}

async function reserved_elsewhere(s) {
	const other = randomUUID();
	const [cart, status] = await reserve(s, other, { add: [s.found[1]] });

	assert.equal(status, 207);
	assert.equal(cart.phoneNumbers[s.found[1].id].status, "error");
	await s.c.deleteReservation(other);
}

async function fetched(s) {
	const cart = await s.c.getReservation(s.id);

	assert.equal(cart.id, s.id);
	assert.equal(cart.status, "active");
	assert.equal(cart.phoneNumbers[s.found[1].id].phoneNumber,
		s.found[1].phoneNumber);
}

async function listed(s) {
	const [other] = await reserve(s, randomUUID(),
		{ add: [s.found[3]] });
	const pages = [];
	const list = s.c.listReservations({ maxPageSize: 1 });

	for await (const page of list.byPage())
		pages.push(page);

	const ids = pages.flat().map((r) => r.id);

	assert.ok(pages.length > 1);
	assert.ok(ids.includes(s.id) && ids.includes(other.id));
	for (const r of pages.flat())
		assert.equal(r.phoneNumbers, undefined);
	s.other = other.id;
}

async function deleted(s) {
	const [, status] = await answer((o) =>
		s.c.deleteReservation(s.other, o));
	const [again] = await reserve(s, randomUUID(),
		{ add: [s.found[3]] });

	assert.equal(status, 204);
	await refused(s.c.getReservation(s.other), 404);
	assert.equal(again.phoneNumbers[s.found[3].id].status, "reserved");
}

async function bought(s) {
	const before = await s.c.getReservation(s.id);
	const [poller, id] = await operation((o) =>
		s.c.beginReservationPurchase(s.id,
			{ ...o, agreeToNotResell: true }));

	await poller.pollUntilDone();

	const done = await s.c.client.phoneNumbers.getOperation(id);
	const cart = await s.c.getReservation(s.id);
	const owned = await all(s.c.listPurchasedPhoneNumbers());

	assert.equal(done.operationType, "reservationPurchase");
	assert.equal(done.status, "succeeded");
	assert.equal(cart.status, "completed");
	for (const n of Object.values(before.phoneNumbers)) {
		if (n.status !== "reserved")
			continue;
		assert.equal(cart.phoneNumbers[n.id].status, "purchased");
		assert.ok(owned.some((o) => o.id === n.id));
	}
}

async function over(s) {
	await refused(s.c.createOrUpdateReservation({ reservationId: s.id },
		{ add: [s.found[4]] }), 409);
	await refused(s.c.deleteReservation(s.id), 409);
}

export default {
	"browse shows numbers that can be had": browsed,
	"browse by prefixes": prefixed,
	"a new reservation is 201, and holds": created,
	"a change is 200; a null takes out": changed,
	"a number that cannot be had: 207, the others are in": partly,
	"what one reservation holds another cannot": reserved_elsewhere,
	"a reservation by its id": fetched,
	"reservations in pages, without their numbers": listed,
	"a deleted one is gone, its numbers are free": deleted,
	"a reservation that is bought": bought,
	"what is bought is not changed any more": over,
};
