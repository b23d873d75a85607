// Do one thing with the SDK, then print what is owned as rows.
//
//	node owned.mjs CONNECTION-STRING [buy|hush NUMBER|release NUMBER]
import { acquire, all, client, operation } from "./client.mjs";

/** Our words for the API's, where they differ */
const words = { "inbound+outbound": "both", tollFree: "toll-free" };

const verbs = {
	buy: (c) => acquire(c, 1),
	hush: (c, number) => finish((o) =>
		c.beginUpdatePhoneNumberCapabilities(number,
			{ calling: "outbound" }, o)),
	release: (c, number) => finish((o) =>
		c.beginReleasePhoneNumber(number, o)),
};

async function finish(begin) {
	const [poller] = await operation(begin);

	await poller.pollUntilDone();
}

const [connection, verb, number] = process.argv.slice(2);
const c = client(connection);

if (verb)
	await verbs[verb](c, number);
for (const n of await all(c.listPurchasedPhoneNumbers())) {
	const row = [n.phoneNumber, n.countryCode, n.phoneNumberType,
		n.assignmentType, n.capabilities.calling, n.capabilities.sms,
		n.cost.amount, n.cost.currencyCode,
		n.purchaseDate.toISOString().slice(0, 19)];

	console.log(row.map((w) => words[w] ?? w).join(" "));
}
