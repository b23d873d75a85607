// What is known about a number.
import assert from "node:assert/strict";
import { acquire, client, refused } from "./client.mjs";

async function formats(s) {
	s.c = client(s.connection);
	[s.number] = await acquire(s.c, 1);

	const { values } = await s.c.searchOperatorInformation([s.number]);
	const plain = (text) => text.replace(/[^+\d]/g, "");

	assert.equal(values.length, 1);
	assert.equal(values[0].phoneNumber, s.number);
	assert.match(values[0].nationalFormat, /\(\d{3}\) \d{3}-\d{4}$/);
	assert.equal(plain(values[0].internationalFormat), s.number);
	assert.match(values[0].internationalFormat, /^\+1 \d{3} \d{3} \d{4}$/);
	assert.equal(values[0].operatorDetails, undefined);
}

async function details(s) {
	const { values } = await s.c.searchOperatorInformation([s.number],
		{ includeAdditionalOperatorDetails: true });

	assert.equal(values[0].isoCountryCode, "US");
	assert.equal(values[0].numberType, "geographic");
	assert.ok(values[0].operatorDetails.name);
	assert.match(values[0].operatorDetails.mobileCountryCode, /^\d{3}$/);
	assert.match(values[0].operatorDetails.mobileNetworkCode, /^\d{2,3}$/);
}

async function nonsense(s) {
	await refused(s.c.searchOperatorInformation(["hello"]), 400);
}

export default {
	"the formats of a number": formats,
	"country, type and operator when they are asked for": details,
	"no look-up of what is no number": nonsense,
};
