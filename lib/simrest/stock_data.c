/**
 * @file stock_data.c  Numbers for fiction, and what they cost
 *
 * Ranges that no subscriber will ever get, so that a mistake rings nowhere:
 * 555-0100 to -0199 (NANPA), Ofcom's numbers for drama, the Drama-Nummern of
 * the Bundesnetzagentur, those of ARCEP, PTS and ACMA. Not one in +1 425:
 * its 555-01xx are the people and telephones of the simulated network.
 */
#include "simrest/stock_priv.h"

#define GEO(country, prefix, first, count, width, area, city, division, abbr)\
	{ country, OH_TYPE_GEOGRAPHIC, prefix, first, count, width, area, \
	  city, division, abbr }
#define FREE(country, prefix, first, count, width, area)              \
	{ country, OH_TYPE_TOLL_FREE, prefix, first, count, width, area, \
	  NULL, NULL, NULL }
#define MOBILE(country, prefix, first, count, width, area)            \
	{ country, OH_TYPE_MOBILE, prefix, first, count, width, area, \
	  NULL, NULL, NULL }
#define NANP(country, area, city, division, abbr)                     \
	GEO(country, "1" area "555", 100, 100, 4, area, city, division, abbr)
#define NANP_FREE(area) FREE("US", "1" area "555", 100, 100, 4, area)

/* Toll-free codes are shared by all of North America: here, the US's. */
const struct oh_stock oh_stock_datav[] = {
	NANP("US", "206", "Seattle",       "Washington",    "WA"),
	NANP("US", "212", "New York",      "New York",      "NY"),
	NANP("US", "213", "Los Angeles",   "California",    "CA"),
	NANP("US", "303", "Denver",        "Colorado",      "CO"),
	NANP("US", "305", "Miami",         "Florida",       "FL"),
	NANP("US", "312", "Chicago",       "Illinois",      "IL"),
	NANP("US", "415", "San Francisco", "California",    "CA"),
	NANP("US", "503", "Portland",      "Oregon",        "OR"),
	NANP("US", "512", "Austin",        "Texas",         "TX"),
	NANP("US", "602", "Phoenix",       "Arizona",       "AZ"),
	NANP("US", "617", "Boston",        "Massachusetts", "MA"),
	NANP("US", "702", "Las Vegas",     "Nevada",        "NV"),
	NANP_FREE("800"),
	NANP_FREE("833"),
	NANP_FREE("844"),
	NANP_FREE("855"),
	NANP_FREE("866"),
	NANP_FREE("877"),
	NANP_FREE("888"),
	NANP("CA", "416", "Toronto",       "Ontario",          "ON"),
	NANP("CA", "514", "Montreal",      "Quebec",           "QC"),
	NANP("CA", "604", "Vancouver",     "British Columbia", "BC"),
	GEO("GB", "442079460", 0, 1000, 3, "20", "London", "England", "ENG"),
	GEO("GB", "441134960", 0, 1000, 3, "113", "Leeds", "England", "ENG"),
	GEO("GB", "441614960", 0, 1000, 3, "161", "Manchester", "England",
	    "ENG"),
	GEO("GB", "441314960", 0, 1000, 3, "131", "Edinburgh", "Scotland",
	    "SCT"),
	MOBILE("GB", "447700900", 0, 1000, 3, "7700"),
	FREE("GB", "448081570", 0, 1000, 3, "808"),
	GEO("DE", "493023125", 0, 1000, 3, "30", "Berlin", "Berlin", "BE"),
	GEO("DE", "494066969", 0, 1000, 3, "40", "Hamburg", "Hamburg", "HH"),
	GEO("DE", "498999998", 0, 1000, 3, "89", "Munich", "Bavaria", "BY"),
	GEO("DE", "496990009", 0, 1000, 3, "69", "Frankfurt", "Hesse", "HE"),
	MOBILE("DE", "4917139200", 0, 100, 2, "171"),
	GEO("FR", "3319900", 0, 1000, 4, "1", "Paris", "Ile-de-France",
	    "IDF"),
	GEO("FR", "3346571", 0, 1000, 4, "4", "Marseille",
	    "Provence-Alpes-Cote d'Azur", "PAC"),
	MOBILE("FR", "3363998", 0, 1000, 4, "6"),
	GEO("SE", "468465004", 0, 100, 2, "8", "Stockholm", "Stockholm",
	    "AB"),
	MOBILE("SE", "467017406", 5, 95, 2, "70"),
	GEO("AU", "6125550", 0, 1000, 4, "2", "Sydney", "New South Wales",
	    "NSW"),
	MOBILE("AU", "61491570", 156, 4, 3, "491"),
	FREE("AU", "611800160", 401, 1, 3, "1800"),
	FREE("AU", "611800975", 707, 5, 3, "1800"),
	{ .country = "" }
};

#define SOLD(country, type, to, calling, sms, price, no_resell)     \
	{ country, OH_TYPE_##type, OH_ASSIGN_##to,                  \
	  { OH_CAPABLE_##calling, OH_CAPABLE_##sms }, price, no_resell }

/*
 * The fact sheet's prices (pricing-rates.md, 4). It knows none for mobile
 * numbers and for Australian local ones: those are ours.
 */
const struct oh_stock_offer oh_stock_offerv[] = {
	SOLD("US", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", false),
	SOLD("US", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", false),
	SOLD("US", TOLL_FREE, APPLICATION, BOTH, BOTH, "2.00", false),
	SOLD("CA", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", false),
	SOLD("CA", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", false),
	SOLD("GB", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", false),
	SOLD("GB", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", false),
	SOLD("GB", TOLL_FREE, APPLICATION, BOTH, NONE, "2.00", false),
	SOLD("GB", MOBILE, APPLICATION, BOTH, BOTH, "3.00", false),
	SOLD("DE", GEOGRAPHIC, APPLICATION, BOTH, NONE, "0.80", false),
	SOLD("DE", GEOGRAPHIC, PERSON, BOTH, NONE, "0.80", false),
	SOLD("DE", MOBILE, APPLICATION, BOTH, BOTH, "3.00", false),
	SOLD("FR", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", true),
	SOLD("FR", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", true),
	SOLD("FR", MOBILE, APPLICATION, BOTH, BOTH, "3.00", true),
	SOLD("SE", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", false),
	SOLD("SE", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", false),
	SOLD("SE", MOBILE, APPLICATION, BOTH, BOTH, "3.00", false),
	SOLD("AU", GEOGRAPHIC, APPLICATION, BOTH, NONE, "1.00", false),
	SOLD("AU", GEOGRAPHIC, PERSON, BOTH, NONE, "1.00", false),
	SOLD("AU", MOBILE, APPLICATION, BOTH, BOTH, "3.00", false),
	SOLD("AU", TOLL_FREE, APPLICATION, INBOUND, NONE, "16.00", false),
	{ .country = "" }
};
