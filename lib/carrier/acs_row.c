/**
 * @file acs_row.c  Every action on the wire (Phone Numbers API 2025-06-01,
 *                  SIP Routing API 2023-03-01)
 */
#include "base/compat.h"
#include "carrier/acs_priv.h"

#define COUNTRY   "/availablePhoneNumbers/countries/{country}"
#define CART      "/availablePhoneNumbers/reservations"
#define OPERATION "/phoneNumbers/operations/{id}"
#define ROUTING   "2023-03-01"       /* Version of the SIP Routing API */
#define PAGE      "skip=0&maxPageSize={page}"
#define KINDS     "phoneNumberType={type}&assignmentType={assignment}"

/* What an operation is begun with */
#define BEGUN { 200, 201, 202, 204 }

static const struct oh_acs_row rowv[OH_DO_MAX] = {
	[OH_DO_LIST] = {
		.method = "GET", .path = "/phoneNumbers",
		.query = "skip=0&top={page}",
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_OWNED,
		.member = "phoneNumbers", .okv = { 200 },
	},
	[OH_DO_SHOW] = {
		.method = "GET", .path = "/phoneNumbers/{number}",
		.reply = OH_ACS_ONE, .kind = OH_ITEM_OWNED, .okv = { 200 },
	},
	[OH_DO_COUNTRIES] = {
		.method = "GET", .path = "/availablePhoneNumbers/countries",
		.query = PAGE,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_COUNTRY,
		.member = "countries", .okv = { 200 },
	},
	[OH_DO_LOCALITIES] = {
		.method = "GET", .path = COUNTRY "/localities",
		.query = "administrativeDivision={division}&"
			 "phoneNumberType={type}&" PAGE,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_LOCALITY,
		.member = "phoneNumberLocalities", .okv = { 200 },
	},
	[OH_DO_AREAS] = {
		.method = "GET", .path = COUNTRY "/areaCodes",
		.query = KINDS "&locality={locality}&"
			 "administrativeDivision={division}&" PAGE,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_AREA,
		.member = "areaCodes", .okv = { 200 },
	},
	[OH_DO_OFFERINGS] = {
		.method = "GET", .path = COUNTRY "/offerings",
		.query = KINDS "&" PAGE,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_OFFERING,
		.member = "phoneNumberOfferings", .okv = { 200 },
	},
	[OH_DO_SEARCH] = {
		.method = "POST", .path = COUNTRY "/:search",
		.bodyh = oh_acs_body_search, .cls = OH_RETRY_REFUSED,
		.reply = OH_ACS_OPERATION, .op = OH_OP_SEARCH,
		.then = OH_DO_OFFER,
		.okv = BEGUN,
	},
	[OH_DO_OFFER] = {
		.method = "GET",
		.path = "/availablePhoneNumbers/searchResults/{id}",
		.reply = OH_ACS_ONE, .kind = OH_ITEM_OFFER, .okv = { 200 },
	},
	[OH_DO_BUY] = {
		.method = "POST", .path = "/availablePhoneNumbers/:purchase",
		.bodyh = oh_acs_body_buy, .cls = OH_RETRY_REFUSED,
		.reply = OH_ACS_OPERATION, .op = OH_OP_PURCHASE,
		.then = OH_DO_MAX, .okv = BEGUN,
	},
	[OH_DO_UPDATE] = {
		.method = "PATCH",
		.path = "/phoneNumbers/{number}/capabilities",
		.bodyh = oh_acs_body_update, .cls = OH_RETRY_ANSWERED,
		.reply = OH_ACS_OPERATION, .op = OH_OP_UPDATE,
		.then = OH_DO_SHOW, .okv = BEGUN,
	},
	[OH_DO_RELEASE] = {
		.method = "DELETE", .path = "/phoneNumbers/{number}",
		.cls = OH_RETRY_ANSWERED,
		.reply = OH_ACS_OPERATION, .op = OH_OP_RELEASE,
		.then = OH_DO_MAX, .okv = BEGUN,
	},
	[OH_DO_BROWSE] = {
		.method = "POST", .path = COUNTRY "/:browse",
		.bodyh = oh_acs_body_browse,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_AVAILABLE,
		.member = "phoneNumbers", .okv = { 200 },
	},
	[OH_DO_RESERVE] = {
		.method = "PATCH", .path = CART "/{id}",
		.bodyh = oh_acs_body_reserve, .cls = OH_RETRY_ANSWERED,
		.reply = OH_ACS_ONE, .kind = OH_ITEM_RESERVATION,
		.okv = { 200, 201, 207 },
	},
	[OH_DO_RESERVATIONS] = {
		.method = "GET", .path = CART, .query = "maxPageSize={page}",
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_RESERVATION,
		.member = "reservations", .okv = { 200 },
	},
	[OH_DO_RESERVATION] = {
		.method = "GET", .path = CART "/{id}",
		.reply = OH_ACS_ONE, .kind = OH_ITEM_RESERVATION,
		.okv = { 200 },
	},
	[OH_DO_RESERVATION_BUY] = {
		.method = "POST", .path = CART "/{id}/:purchase",
		.bodyh = oh_acs_body_agree, .cls = OH_RETRY_REFUSED,
		.reply = OH_ACS_OPERATION, .op = OH_OP_RESERVATION_PURCHASE,
		.then = OH_DO_MAX, .okv = BEGUN,
	},
	[OH_DO_RESERVATION_CANCEL] = {
		.method = "DELETE", .path = CART "/{id}",
		.cls = OH_RETRY_ANSWERED, .okv = { 204, 200 },
	},
	[OH_DO_LOOKUP] = {
		.method = "POST", .path = "/operatorInformation/:search",
		.bodyh = oh_acs_body_lookup, .cls = OH_RETRY_REFUSED,
		.reply = OH_ACS_PAGES, .kind = OH_ITEM_OPERATOR,
		.member = "values", .okv = { 200 },
	},
	[OH_DO_OPERATION] = {
		.method = "GET", .path = OPERATION,
		.reply = OH_ACS_ONE, .kind = OH_ITEM_OPERATION,
		.okv = { 200 },
	},
	[OH_DO_WAIT] = {
		.method = "GET", .path = OPERATION,
		.reply = OH_ACS_POLL, .then = OH_DO_MAX, .okv = { 200 },
	},
	[OH_DO_OPERATION_CANCEL] = {
		.method = "DELETE", .path = OPERATION,
		.cls = OH_RETRY_ANSWERED, .okv = { 204, 200 },
	},
	[OH_DO_ROUTING] = {
		.method = "GET", .path = "/sip", .version = ROUTING,
		.reply = OH_ACS_ONE, .kind = OH_ITEM_ROUTING,
		.okv = { 200 },
	},
	[OH_DO_ROUTING_UPDATE] = {
		.method = "PATCH", .path = "/sip", .version = ROUTING,
		.bodyh = oh_acs_body_routing, .cls = OH_RETRY_ANSWERED,
		.reply = OH_ACS_ONE, .kind = OH_ITEM_ROUTING,
		.okv = { 200 },
	},
};

/**
 * Find an action
 *
 * @param what Action, below OH_DO_MAX
 *
 * @return Static row
 */
const struct oh_acs_row *oh_acs_row(enum oh_carrier_do what)
{
	return &rowv[what];
}
