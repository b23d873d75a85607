/**
 * @file plan_range.c  Parts of country codes: whose they are, what they cost
 *
 * Area codes of the North American Numbering Plan from NANPA's assignments;
 * price ranges from the national plans at the ITU. Among the ranges the
 * longest prefix wins.
 */
#include <stddef.h>
#include "number/plan_priv.h"


const struct oh_plan_region oh_plan_regionv[] = {

/* Canada */
{"1204", "CA"}, {"1226", "CA"}, {"1236", "CA"}, {"1249", "CA"},
{"1250", "CA"}, {"1257", "CA"}, {"1263", "CA"}, {"1289", "CA"},
{"1306", "CA"}, {"1343", "CA"}, {"1354", "CA"}, {"1365", "CA"},
{"1367", "CA"}, {"1368", "CA"}, {"1382", "CA"}, {"1403", "CA"},
{"1416", "CA"}, {"1418", "CA"}, {"1428", "CA"}, {"1431", "CA"},
{"1437", "CA"}, {"1438", "CA"}, {"1450", "CA"}, {"1460", "CA"},
{"1468", "CA"}, {"1474", "CA"}, {"1506", "CA"}, {"1514", "CA"},
{"1519", "CA"}, {"1548", "CA"}, {"1579", "CA"}, {"1581", "CA"},
{"1584", "CA"}, {"1587", "CA"}, {"1600", "CA"}, {"1604", "CA"},
{"1613", "CA"}, {"1622", "CA"}, {"1639", "CA"}, {"1647", "CA"},
{"1672", "CA"}, {"1683", "CA"}, {"1705", "CA"}, {"1709", "CA"},
{"1742", "CA"}, {"1753", "CA"}, {"1778", "CA"}, {"1780", "CA"},
{"1782", "CA"}, {"1807", "CA"}, {"1819", "CA"}, {"1825", "CA"},
{"1867", "CA"}, {"1873", "CA"}, {"1879", "CA"}, {"1902", "CA"},
{"1905", "CA"}, {"1942", "CA"},

/* Caribbean, Bermuda, US territories */
{"1242", "BS"}, {"1246", "BB"}, {"1264", "AI"}, {"1268", "AG"},
{"1284", "VG"}, {"1340", "VI"}, {"1345", "KY"}, {"1441", "BM"},
{"1473", "GD"}, {"1649", "TC"}, {"1658", "JM"}, {"1664", "MS"},
{"1670", "MP"}, {"1671", "GU"}, {"1684", "AS"}, {"1721", "SX"},
{"1758", "LC"}, {"1767", "DM"}, {"1784", "VC"}, {"1787", "PR"},
{"1809", "DO"}, {"1829", "DO"}, {"1849", "DO"}, {"1868", "TT"},
{"1869", "KN"}, {"1876", "JM"}, {"1939", "PR"},

/* Elsewhere */
{"2125288", "EH"}, {"2125289", "EH"}, {"262269", "YT"}, {"262639", "YT"},
{"35818", "AX"}, {"3906698", "VA"}, {"441481", "GG"}, {"447781", "GG"},
{"441534", "JE"}, {"447797", "JE"}, {"441624", "IM"}, {"447624", "IM"},
{"4779", "SJ"}, {"5993", "BQ"}, {"5994", "BQ"}, {"5997", "BQ"},
{"6189162", "CC"}, {"6189164", "CX"}, {"76", "KZ"}, {"77", "KZ"},

{NULL, ""}
};


/* Toll free */
#define FREE(prefix)      {prefix, OH_PLAN_TOLL_FREE, 0}
/* The caller pays for more than the call */
#define PREMIUM(prefix)   {prefix, OH_PLAN_PREMIUM, 0}
/* Satellites, and networks of no country that are priced like them */
#define SATELLITE(prefix) {prefix, OH_PLAN_SATELLITE, 0}

const struct oh_plan_range oh_plan_rangev[] = {

/* Worldwide. 878 (personal numbers) and 979 bill the caller by design. */
FREE("800"), SATELLITE("870"), PREMIUM("878"), SATELLITE("881"),
SATELLITE("882"), SATELLITE("883"), SATELLITE("888"), PREMIUM("979"),

/* North America; plan.c adds the exchange 976 of every area code */
FREE("1800"), FREE("1822"), FREE("1833"), FREE("1844"), FREE("1855"),
FREE("1866"), FREE("1877"), FREE("1888"), PREMIUM("1900"),

/* United Kingdom: 09, 070 personal, 076 pagers (but not Man), 087x */
FREE("44800"), FREE("44808"), PREMIUM("4470"), PREMIUM("4476"),
{"447624", OH_PLAN_ORDINARY, 0}, PREMIUM("44871"), PREMIUM("44872"),
PREMIUM("44873"), PREMIUM("449"),

/* Germany */
FREE("49800"), PREMIUM("49118"), PREMIUM("49137"), PREMIUM("49900"),

/* France and overseas */
FREE("33800"), FREE("33801"), FREE("33802"), FREE("33803"), FREE("33804"),
FREE("33805"), PREMIUM("3389"), PREMIUM("26289"), PREMIUM("59089"),
PREMIUM("59489"), PREMIUM("59689"),

/* Rest of Europe. Irish 15xx is longer than Dublin's 1 5xx. */
FREE("30800"), PREMIUM("30901"), PREMIUM("30909"),
FREE("31800"), PREMIUM("31900"), PREMIUM("31906"), PREMIUM("31909"),
FREE("32800"), PREMIUM("3290"),
FREE("34800"), FREE("34900"), PREMIUM("34803"), PREMIUM("34806"),
PREMIUM("34807"), PREMIUM("34905"), PREMIUM("34907"), PREMIUM("34118"),
FREE("351800"), PREMIUM("351607"), PREMIUM("35164"), PREMIUM("35176"),
FREE("352800"), PREMIUM("35290"),
{"3531800", OH_PLAN_TOLL_FREE, 13}, {"35315", OH_PLAN_PREMIUM, 13},
FREE("358800"), PREMIUM("358600"), PREMIUM("358700"),
FREE("359800"), PREMIUM("35990"), FREE("3680"), PREMIUM("3690"),
FREE("370800"), PREMIUM("37090"), FREE("37180"), PREMIUM("37190"),
FREE("372800"), PREMIUM("372900"), FREE("373800"), PREMIUM("37390"),
FREE("380800"), PREMIUM("380900"), FREE("381800"), PREMIUM("38190"),
FREE("385800"), PREMIUM("38560"), PREMIUM("38561"),
FREE("38680"), PREMIUM("38690"),
FREE("39800"), FREE("39803"), PREMIUM("39144"), PREMIUM("39166"),
PREMIUM("39892"), PREMIUM("39894"), PREMIUM("39895"), PREMIUM("39899"),
FREE("40800"), PREMIUM("4090"), FREE("41800"), PREMIUM("4190"),
FREE("420800"), PREMIUM("42090"), FREE("421800"), PREMIUM("421900"),
FREE("43800"), PREMIUM("4390"), PREMIUM("4393"),
FREE("4580"), PREMIUM("4590"),
FREE("4620"), PREMIUM("46900"), PREMIUM("46939"), PREMIUM("46944"),
FREE("47800"), PREMIUM("47820"), PREMIUM("47829"),
FREE("48800"), PREMIUM("4870"), FREE("90800"), PREMIUM("90900"),

/* Africa, Latin America */
FREE("2780"), PREMIUM("27862"), PREMIUM("27865"), PREMIUM("27866"),
PREMIUM("27867"), PREMIUM("27868"), PREMIUM("27869"),
FREE("52800"), PREMIUM("52900"), FREE("54800"), PREMIUM("54600"),
PREMIUM("54609"), FREE("55800"), PREMIUM("55900"), FREE("56800"),
PREMIUM("56700"), PREMIUM("57901"), FREE("58800"), PREMIUM("58900"),

/* Asia, Oceania. Mobile numbers begin alike in HK, MY and SG. */
{"601600", OH_PLAN_PREMIUM, 12}, {"65800", OH_PLAN_TOLL_FREE, 12},
{"852800", OH_PLAN_TOLL_FREE, 12}, {"852900", OH_PLAN_PREMIUM, 14},
FREE("611800"), PREMIUM("61190"), FREE("64800"), FREE("64508"),
PREMIUM("64900"), FREE("651800"), PREMIUM("651900"),
FREE("661800"), PREMIUM("661900"), FREE("7800"), PREMIUM("7803"),
PREMIUM("7809"), FREE("81120"), FREE("81800"), PREMIUM("81990"),
PREMIUM("81570"), FREE("8280"), PREMIUM("8260"), FREE("841800"),
PREMIUM("841900"), FREE("86800"), FREE("886800"), PREMIUM("88620"),
FREE("911800"), FREE("9721800"), PREMIUM("9721900"),
FREE("971800"), PREMIUM("971900"),

{NULL, OH_PLAN_ORDINARY, 0}
};
