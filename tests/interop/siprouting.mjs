// Trunks and voice routes: the SIP Routing client.
import assert from "node:assert/strict";
import { SipRoutingClient } from "@azure/communication-phone-numbers";
import { all, refused, settings } from "./client.mjs";

const one = { fqdn: "sbc1.contoso.com", sipSignalingPort: 5061 };
const two = { fqdn: "sbc2.contoso.com", sipSignalingPort: 5067 };
const three = { fqdn: "sbc3.contoso.com", sipSignalingPort: 5061 };

const seattle = {
	name: "Seattle",
	description: "two area codes",
	numberPattern: "^\\+1(425|206)(\\d{7})$",
	trunks: [one.fqdn, two.fqdn],
};
const world = {
	name: "World",
	description: "the rest",
	numberPattern: "^+[1-9][0-9]{3,23}$",
	trunks: [],
};

const trunks = (s) => all(s.c.listTrunks());
const routes = (s) => all(s.c.listRoutes());

/** 422, with the rule that is broken; and nothing has changed */
async function unprocessable(s, call, rule) {
	const before = [await trunks(s), await routes(s)];

	await assert.rejects(call(), (e) => {
		assert.equal(e.name, "RestError", e.stack);
		assert.equal(e.statusCode, 422, e.message);
		assert.equal(e.code, "UnprocessableConfiguration");
		assert.equal(e.response.headers.get("x-ms-error-code"), e.code);

		const { innererror } = JSON.parse(e.response.bodyAsText).error;

		assert.equal(innererror.code, rule);
		assert.ok(innererror.message);
		return true;
	});
	assert.deepEqual([await trunks(s), await routes(s)], before);
}

async function empty(s) {
	s.c = new SipRoutingClient(s.connection, settings);
	assert.deepEqual(await trunks(s), []);
	assert.deepEqual(await routes(s), []);
}

async function set_trunk(s) {
	assert.deepEqual(await s.c.setTrunk(one), one);
	await s.c.setTrunk({ ...two, sipSignalingPort: 5062 });
	assert.deepEqual(await s.c.setTrunk(two), two);
	assert.deepEqual(await trunks(s), [one, two]);
}

async function get_trunk(s) {
	assert.deepEqual(await s.c.getTrunk(two.fqdn), two);
	await assert.rejects(s.c.getTrunk("SBC2.contoso.com"),
		{ code: "NotFound" });
}

async function set_trunks(s) {
	assert.deepEqual(await s.c.setTrunks([two, three]), [two, three]);
	assert.deepEqual(await trunks(s), [two, three]);
	assert.deepEqual(await s.c.setTrunks([one, two]), [two, one]);
}

async function set_routes(s) {
	assert.deepEqual(await s.c.setRoutes([seattle, world]),
		[seattle, world]);
	assert.deepEqual(await routes(s), [seattle, world]);
	assert.deepEqual(await s.c.setRoutes([world, seattle]),
		[world, seattle]);
	assert.deepEqual(await routes(s), [world, seattle]);
	await s.c.setRoutes([seattle]);
	assert.deepEqual(await routes(s), [seattle]);
}

async function used_trunk(s) {
	await unprocessable(s, () => s.c.deleteTrunk(one.fqdn),
		"UnknownTrunk");
	await unprocessable(s, () => s.c.setTrunks([three]), "UnknownTrunk");
}

async function bad_trunks(s) {
	const set = (trunk) => () => s.c.setTrunk({ ...three, ...trunk });

	await unprocessable(s, set({ fqdn: "-1" }), "InvalidFqdn");
	for (const sipSignalingPort of [0, 65536])
		await unprocessable(s, set({ sipSignalingPort }),
			"InvalidSipSignalingPort");
	await unprocessable(s, () => s.c.setTrunks(Array.from({ length: 251 },
		(_, i) => ({ ...one, fqdn: `sbc${i}.contoso.com` }))),
		"TooManyItems");
}

async function bad_routes(s) {
	const set = (...list) => () => s.c.setRoutes(list.map(
		(route) => ({ ...seattle, ...route })));

	await unprocessable(s, set({ name: "" }), "InvalidRouteName");
	await unprocessable(s, set({}, {}), "DuplicateRouteName");
	for (const numberPattern of ["", "^(1", "[0-9"])
		await unprocessable(s, set({ numberPattern }),
			"InvalidNumberPattern");
	await unprocessable(s, set({ trunks: [three.fqdn] }), "UnknownTrunk");
	await unprocessable(s, set({ trunks: [one.fqdn, one.fqdn] }),
		"DuplicateTrunk");
	await unprocessable(s, set({ description: "x".repeat(1025) }),
		"TextTooLong");
}

async function wrong_key(s) {
	const key = Buffer.alloc(32, 7).toString("base64");
	const c = new SipRoutingClient(
		s.connection.replace(/accesskey=.*/, `accesskey=${key}`),
		settings);

	await refused(c.setTrunk(one), 401, "Denied");
}

async function delete_trunk(s) {
	await s.c.setRoutes([]);
	await s.c.deleteTrunk(one.fqdn);
	assert.deepEqual(await trunks(s), [two]);
	assert.deepEqual(await s.c.setTrunks([]), []);
	assert.deepEqual(await trunks(s), []);
}

export default {
	"neither trunks nor routes at first": empty,
	"trunks are added and changed one by one": set_trunk,
	"a trunk by its name, to the letter": get_trunk,
	"a list of trunks takes the place of all": set_trunks,
	"a list of routes, in its order": set_routes,
	"a trunk that a route uses stays": used_trunk,
	"trunks that break a rule: 422": bad_trunks,
	"routes that break a rule: 422": bad_routes,
	"a wrong key: 401 Denied": wrong_key,
	"trunks without routes can be deleted": delete_trunk,
};
