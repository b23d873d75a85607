// What every story does with the SDK.
import assert from "node:assert/strict";
import { PhoneNumbersClient } from "@azure/communication-phone-numbers";

/** How often pollers ask [ms] */
const often = { updateIntervalInMs: 20 };

/** Plain HTTP, and a short wait before what failed is tried again */
export const settings = {
	allowInsecureConnection: true,
	retryOptions: { maxRetries: 3, retryDelayInMs: 20 },
};

export function client(connection) {
	return new PhoneNumbersClient(connection, settings);
}

/** All items of a paged list */
export async function all(list) {
	const items = [];

	for await (const item of list)
		items.push(item);

	return items;
}

/** call(options) -> [result, HTTP status, headers] */
export async function answer(call) {
	let status, headers;
	const result = await call({
		onResponse: (r) => { ({ status, headers } = r); },
	});

	return [result, status, headers];
}

/** The service says no, in the documented body */
export function refused(promise, status, code) {
	return assert.rejects(promise, (e) => {
		assert.equal(e.name, "RestError", e.stack);
		assert.equal(e.statusCode, status, e.message);
		if (code)
			assert.equal(e.code, code);
		assert.ok(e.code && e.message, "no code or message");
		return true;
	});
}

/** begin(options) -> [poller, id of the operation] */
export async function operation(begin) {
	let id;
	const poller = await begin({
		...often,
		onResponse: (r) => { id ??= r.headers.get("operation-id"); },
	});

	return [poller, id];
}

/** One number in the US, if nothing else is wanted */
export function begin_search(c, wanted, options) {
	return c.beginSearchAvailablePhoneNumbers({
		countryCode: "US",
		phoneNumberType: "geographic",
		assignmentType: "application",
		capabilities: { calling: "inbound+outbound", sms: "none" },
		...wanted,
	}, options);
}

/** Search and wait for what was found */
export async function search(c, wanted) {
	const [poller] = await operation((o) => begin_search(c, wanted, o));

	return poller.pollUntilDone();
}

/** Buy what a search has found; gives the operation */
export async function buy(c, offer) {
	const [poller] = await operation((o) =>
		c.beginPurchasePhoneNumbers(offer.searchId, {
			...o,
			agreeToNotResell: offer.isAgreementToNotResellRequired,
		}));

	return (await poller.pollUntilDone()).body;
}

/** Search and buy so many; gives the numbers */
export async function acquire(c, quantity) {
	const offer = await search(c, { quantity });

	await buy(c, offer);

	return offer.phoneNumbers;
}

/** when is at most slack_s away from seconds after now */
export function near(when, seconds, slack_s = 30) {
	assert.ok(when instanceof Date, `no date: ${when}`);

	const off = when.getTime() / 1000 - Date.now() / 1000 - seconds;

	assert.ok(Math.abs(off) <= slack_s, `${when} is ${off} s off`);
}

export const uuid =
	/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
