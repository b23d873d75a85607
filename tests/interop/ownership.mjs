// Search, buy, look, change, release: the life of a number.
import assert from "node:assert/strict";
import { acquire, all, buy, client, near, operation, refused, search,
	uuid } from "./client.mjs";

async function begin(s) {
	s.c = client(s.connection);
	assert.deepEqual(await all(s.c.listPurchasedPhoneNumbers()), []);
}

async function geographic(s) {
	s.offer = await search(s.c, { areaCode: "206", quantity: 2 });

	assert.match(s.offer.searchId, uuid);
	assert.equal(new Set(s.offer.phoneNumbers).size, 2);
	for (const number of s.offer.phoneNumbers)
		assert.match(number, /^\+1206\d{7}$/);
	assert.equal(s.offer.phoneNumberType, "geographic");
	assert.equal(s.offer.assignmentType, "application");
	assert.deepEqual(s.offer.capabilities,
		{ calling: "inbound+outbound", sms: "none" });
	assert.ok(s.offer.cost.amount > 0);
	assert.equal(s.offer.cost.currencyCode, "USD");
	assert.equal(s.offer.cost.billingFrequency, "monthly");
	assert.equal(s.offer.error, "NoError");
	assert.equal(s.offer.errorCode, 0);
	near(s.offer.searchExpiresBy, 15 * 60);
}

async function held(s) {
	const other = await search(s.c, { areaCode: "206", quantity: 2 });

	for (const number of other.phoneNumbers)
		assert.ok(!s.offer.phoneNumbers.includes(number));
	await refused(s.c.getPurchasedPhoneNumber(s.offer.phoneNumbers[0]),
		404, "NotFound");
}

async function purchase(s) {
	const bought = await buy(s.c, s.offer);
	const owned = await all(s.c.listPurchasedPhoneNumbers());

	assert.equal(bought.status, "succeeded");
	assert.equal(bought.operationType, "purchase");
	assert.match(bought.id, /^purchase_/);
	assert.deepEqual(owned.map((n) => n.phoneNumber).sort(),
		s.offer.phoneNumbers.toSorted());
}

async function number(s) {
	s.number = s.offer.phoneNumbers[0];
	s.bought = await s.c.getPurchasedPhoneNumber(s.number);

	const { purchaseDate, ...rest } = s.bought;

	near(purchaseDate, 0);
	assert.deepEqual(rest, {
		id: s.number.slice(1),
		phoneNumber: s.number,
		countryCode: "US",
		phoneNumberType: "geographic",
		assignmentType: "application",
		capabilities: { calling: "inbound+outbound", sms: "none" },
		cost: s.offer.cost,
	});
}

async function toll_free(s) {
	const offer = await search(s.c, {
		phoneNumberType: "tollFree",
		capabilities: { calling: "inbound", sms: "inbound+outbound" },
	});

	await buy(s.c, offer);

	const [one] = offer.phoneNumbers;
	const bought = await s.c.getPurchasedPhoneNumber(one);

	assert.equal(offer.phoneNumbers.length, 1);
	assert.match(one, /^\+18(00|33|44|55|66|77|88)\d{7}$/);
	assert.equal(bought.phoneNumberType, "tollFree");
	assert.deepEqual(bought.capabilities,
		{ calling: "inbound", sms: "inbound+outbound" });
}

async function pages(s) {
	await acquire(s.c, 4);

	const sizes = [];
	const numbers = [];
	const list = s.c.listPurchasedPhoneNumbers({ top: 3 });

	for await (const page of list.byPage()) {
		sizes.push(page.length);
		numbers.push(...page.map((n) => n.phoneNumber));
	}

	const whole = await all(s.c.listPurchasedPhoneNumbers());

	assert.deepEqual(sizes, [3, 3, 1]);
	assert.deepEqual(numbers, whole.map((n) => n.phoneNumber));
	assert.equal(new Set(numbers).size, 7);
}

async function skipped(s) {
	const whole = await all(s.c.listPurchasedPhoneNumbers());
	const rest = await all(s.c.listPurchasedPhoneNumbers({ skip: 5 }));

	assert.deepEqual(rest, whole.slice(5));
}

// A page of the server's own size: 100
async function many(s) {
	const before = await all(s.c.listPurchasedPhoneNumbers());

	s.many = [...await acquire(s.c, 50), ...await acquire(s.c, 50)];

	const sizes = [];

	for await (const page of s.c.listPurchasedPhoneNumbers().byPage())
		sizes.push(page.length);

	assert.deepEqual(sizes, [100, before.length]);
}

// Merge patch: what is not named stays
async function update(s) {
	const [poller, id] = await operation((o) =>
		s.c.beginUpdatePhoneNumberCapabilities(s.number,
			{ calling: "outbound" }, o));
	const updated = await poller.pollUntilDone();

	assert.match(id, /^capabilities_/);
	assert.deepEqual(updated.capabilities,
		{ calling: "outbound", sms: "none" });
	assert.equal(updated.phoneNumber, s.number);
	assert.deepEqual(await s.c.getPurchasedPhoneNumber(s.number),
		{ ...s.bought, capabilities: updated.capabilities });
}

async function release(s) {
	const [poller, id] = await operation((o) =>
		s.c.beginReleasePhoneNumber(s.number, o));
	const { body } = await poller.pollUntilDone();
	const owned = await all(s.c.listPurchasedPhoneNumbers());

	assert.equal(body.status, "succeeded");
	assert.equal(body.operationType, "releasePhoneNumber");
	assert.equal(body.id, id);
	assert.match(id, /^release_/);
	assert.ok(owned.length > 0);
	assert.ok(!owned.some((n) => n.phoneNumber === s.number));
	await refused(s.c.getPurchasedPhoneNumber(s.number), 404, "NotFound");
}

async function agreement(s) {
	const offer = await search(s.c, { countryCode: "FR" });
	const [number] = offer.phoneNumbers;

	assert.equal(offer.isAgreementToNotResellRequired, true);
	await refused(s.c.beginPurchasePhoneNumbers(offer.searchId), 400);
	await buy(s.c, offer);
	assert.equal((await s.c.getPurchasedPhoneNumber(number)).countryCode,
		"FR");
}

async function mobile(s) {
	const offer = await search(s.c, {
		countryCode: "GB",
		phoneNumberType: "mobile",
		capabilities: { calling: "inbound", sms: "inbound" },
	});

	await buy(s.c, offer);

	const [number] = offer.phoneNumbers;
	const bought = await s.c.getPurchasedPhoneNumber(number);

	assert.match(number, /^\+447\d{9}$/);
	assert.equal(bought.phoneNumberType, "mobile");
}

export default {
	"nothing is owned in the beginning": begin,
	"a search finds what was asked for": geographic,
	"what it found is held, and not owned": held,
	"the purchase makes exactly these one's own": purchase,
	"a number tells all that was asked and paid": number,
	"a toll-free number with SMS": toll_free,
	"owned numbers in pages of three": pages,
	"owned numbers after the first five": skipped,
	"more numbers than the server puts in a page": many,
	"capabilities change, those not named stay": update,
	"a number that is released is gone": release,
	"a sale that wants the agreement not to resell": agreement,
	"a mobile number": mobile,
};
