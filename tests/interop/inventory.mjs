// What can be bought, before anything is.
import assert from "node:assert/strict";
import { PhoneNumbersClient } from "@azure/communication-phone-numbers";
import { all, client, settings } from "./client.mjs";

const codes = (areas) => areas.map((a) => a.areaCode);

async function countries(s) {
	s.c = client(s.connection);
	s.countries = await all(s.c.listAvailableCountries());

	const us = s.countries.find((c) => c.countryCode === "US");

	assert.equal(us?.localizedName, "United States");
	assert.ok(s.countries.length > 2);
	for (const c of s.countries) {
		assert.match(c.countryCode, /^[A-Z]{2}$/);
		assert.ok(c.localizedName);
	}
}

async function pages(s) {
	const paged = [];
	const list = s.c.listAvailableCountries({ maxPageSize: 2 });

	for await (const page of list.byPage())
		paged.push(page);

	assert.deepEqual(paged.flat(), s.countries);
	for (const page of paged.slice(0, -1))
		assert.equal(page.length, 2);
}

async function language(s) {
	let sent;
	const [, endpoint, key] =
		/endpoint=(.*);accesskey=(.*)/.exec(s.connection);
	const c = new PhoneNumbersClient(endpoint, { key },
		{ ...settings, acceptLanguage: "en-US" });
	const list = c.listAvailableCountries({
		onResponse: (r) => { sent = r.request.headers; },
	});

	assert.deepEqual(await all(list), s.countries);
	assert.equal(sent.get("accept-language"), "en-US");
}

async function localities(s) {
	const us = await all(s.c.listAvailableLocalities("US"));
	const wa = await all(s.c.listAvailableLocalities("US",
		{ administrativeDivision: "WA" }));

	assert.ok(us.some((l) => l.localizedName === "New York"));
	assert.ok(wa.some((l) => l.localizedName === "Seattle"));
	assert.ok(wa.length < us.length);
	for (const l of wa)
		assert.deepEqual(l.administrativeDivision, {
			abbreviatedName: "WA",
			localizedName: "Washington",
		});
}

// On the wire "New%20York", in the text that is signed "New+York"
async function geographic(s) {
	const city = await all(s.c.listAvailableGeographicAreaCodes("US", {
		locality: "New York",
		administrativeDivision: "NY",
	}));
	const other = await all(s.c.listAvailableGeographicAreaCodes("US", {
		locality: "Seattle",
		administrativeDivision: "WA",
	}));

	assert.ok(city.length > 0);
	assert.ok(codes(other).includes("206"));
	for (const code of codes(city)) {
		assert.match(code, /^\d{3}$/);
		assert.ok(!codes(other).includes(code));
	}
}

async function toll_free(s) {
	const areas = await all(s.c.listAvailableTollFreeAreaCodes("US"));

	assert.ok(areas.length > 0);
	for (const code of codes(areas))
		assert.match(code, /^8(00|33|44|55|66|77|88)$/);
}

async function mobile(s) {
	const found = [];

	for (const { countryCode } of s.countries)
		found.push(...codes(await all(
			s.c.listAvailableMobileAreaCodes(countryCode))));

	assert.ok(found.length > 0);
	for (const code of found)
		assert.match(code, /^\d+$/);
}

async function offerings(s) {
	const us = await all(s.c.listAvailableOfferings("US"));
	const free = await all(s.c.listAvailableOfferings("US", {
		phoneNumberType: "tollFree",
		assignmentType: "application",
	}));

	assert.ok(free.length > 0 && free.length < us.length);
	for (const o of us) {
		assert.match(o.phoneNumberType,
			/^(geographic|tollFree|mobile)$/);
		assert.match(o.assignmentType, /^(person|application)$/);
		assert.ok(o.availableCapabilities.calling);
		assert.ok(o.availableCapabilities.sms);
		assert.ok(o.cost.amount > 0);
		assert.equal(o.cost.currencyCode, "USD");
		assert.equal(o.cost.billingFrequency, "monthly");
	}
	for (const o of free) {
		assert.equal(o.phoneNumberType, "tollFree");
		assert.equal(o.assignmentType, "application");
		assert.notEqual(o.availableCapabilities.sms, "none");
	}
}

export default {
	"countries, by code and name": countries,
	"the same countries in pages of two": pages,
	"the same countries to a client with endpoint and key": language,
	"localities, of a country and of a state": localities,
	"area codes of a city with a blank in its name": geographic,
	"toll-free area codes": toll_free,
	"mobile area codes": mobile,
	"offerings, all and of one type": offerings,
};
