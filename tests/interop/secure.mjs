// The same over TLS, where tokens are taken, too: a server with --cert and
// --any-token. NODE_EXTRA_CA_CERTS makes its certificate a known one.
import assert from "node:assert/strict";
import { PhoneNumbersClient } from "@azure/communication-phone-numbers";
import { all, refused } from "./client.mjs";

const endpoint = (s) => /endpoint=(.*);accesskey/.exec(s.connection)[1];

async function key(s) {
	const c = new PhoneNumbersClient(s.connection);

	assert.match(endpoint(s), /^https:/);
	assert.ok((await all(c.listAvailableCountries())).length > 0);
}

async function token(s) {
	const c = new PhoneNumbersClient(endpoint(s), {
		getToken: async () => ({
			token: "header.payload.signature",
			expiresOnTimestamp: Date.now() + 3600e3,
		}),
	});

	assert.deepEqual(await all(c.listPurchasedPhoneNumbers()), []);
	await refused(c.getPurchasedPhoneNumber("+12065550000"), 404,
		"NotFound");
}

export default {
	"a signed request over TLS": key,
	"a request with a token": token,
};
