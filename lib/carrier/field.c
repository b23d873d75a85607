/**
 * @file field.c  The members of each model (Phone Numbers API 2025-06-01)
 */
#include "carrier/field.h"
#include "carrier/model.h"

/* A required member and one that may be missing */
#define MUST(n, k, s, m) \
	{ n, OH_FIELD_##k, offsetof(struct s, m), \
	  sizeof(((struct s *)0)->m), true, NULL }
#define MAY(n, k, s, m) \
	{ n, OH_FIELD_##k, offsetof(struct s, m), \
	  sizeof(((struct s *)0)->m), false, NULL }
/* An object whose members are the struct s at m, or of the same struct */
#define CAPS(n, s, m) \
	{ n, OH_FIELD_OBJECT, offsetof(struct s, m), \
	  sizeof(((struct s *)0)->m), true, both_caps }
#define INNER(n, v) { n, OH_FIELD_OBJECT, 0, 0, false, v }
#define END { NULL, OH_FIELD_MAX, 0, 0, false, NULL }

const struct oh_field oh_field_caps[] = {
	MAY("calling", CAPABILITY, oh_capabilities, calling),
	MAY("sms",     CAPABILITY, oh_capabilities, sms),
	END
};

static const struct oh_field both_caps[] = {
	MUST("calling", CAPABILITY, oh_capabilities, calling),
	MUST("sms",     CAPABILITY, oh_capabilities, sms),
	END
};

const struct oh_field oh_field_owned[] = {
	MUST("phoneNumber",     NUMBER,     oh_owned, number),
	MUST("countryCode",     COUNTRY,    oh_owned, country),
	MUST("phoneNumberType", TYPE,       oh_owned, type),
	MUST("assignmentType",  ASSIGNMENT, oh_owned, assignment),
	CAPS("capabilities",                oh_owned, caps),
	MAY("purchaseDate",     TIME,       oh_owned, bought_us),
	MUST("cost",            COST,       oh_owned, cost),
	END
};

const struct oh_field oh_field_country[] = {
	MUST("localizedName", NAME,    oh_country, name),
	MUST("countryCode",   COUNTRY, oh_country, code),
	END
};

static const struct oh_field division[] = {
	MAY("localizedName",   NAME, oh_locality, division),
	MAY("abbreviatedName", NAME, oh_locality, abbreviation),
	END
};

const struct oh_field oh_field_locality[] = {
	MUST("localizedName", NAME, oh_locality, name),
	INNER("administrativeDivision", division),
	END
};

const struct oh_field oh_field_area[] = {
	MUST("areaCode", ID, oh_area, code),
	END
};

const struct oh_field oh_field_offering[] = {
	MAY("phoneNumberType",        TYPE,       oh_offering, type),
	MAY("assignmentType",         ASSIGNMENT, oh_offering, assignment),
	CAPS("availableCapabilities",             oh_offering, caps),
	MUST("cost",                  COST,       oh_offering, cost),
	END
};

const struct oh_field oh_field_offer[] = {
	MUST("searchId",        ID,         oh_offer, id),
	MUST("phoneNumberType", TYPE,       oh_offer, type),
	MUST("assignmentType",  ASSIGNMENT, oh_offer, assignment),
	CAPS("capabilities",                oh_offer, caps),
	MUST("cost",            COST,       oh_offer, cost),
	MUST("searchExpiresBy", TIME,       oh_offer, expires_us),
	MAY("isAgreementToNotResellRequired", BOOL, oh_offer, no_resell),
	MAY("error",            NAME,       oh_offer, error),
	END
};

static const struct oh_field available_error[] = {
	MAY("code",    NAME,    oh_available, error_code),
	MAY("message", MESSAGE, oh_available, error_text),
	END
};

const struct oh_field oh_field_available[] = {
	MAY("id",               DIGITS,       oh_available, id),
	MUST("countryCode",     COUNTRY,      oh_available, country),
	MAY("phoneNumber",      NUMBER,       oh_available, number),
	CAPS("capabilities",                  oh_available, caps),
	MUST("phoneNumberType", TYPE,         oh_available, type),
	MUST("assignmentType",  ASSIGNMENT,   oh_available, assignment),
	MAY("cost",             COST,         oh_available, cost),
	MAY("status",           AVAILABILITY, oh_available, status),
	MAY("isAgreementToNotResellRequired", BOOL, oh_available, no_resell),
	INNER("error", available_error),
	END
};

const struct oh_field oh_field_reservation[] = {
	MUST("id",       ID,          oh_reservation, id),
	MAY("expiresAt", TIME,        oh_reservation, expires_us),
	MUST("status",   RESERVATION, oh_reservation, status),
	END
};

static const struct oh_field operation_error[] = {
	MAY("code",    NAME,    oh_operation, error_code),
	MAY("message", MESSAGE, oh_operation, error_text),
	END
};

const struct oh_field oh_field_operation[] = {
	MUST("operationType",     OP_TYPE,   oh_operation, type),
	MUST("status",            OP_STATUS, oh_operation, status),
	MAY("resourceLocation",   ID,        oh_operation, resource),
	MUST("createdDateTime",   TIME,      oh_operation, created_us),
	MUST("id",                ID,        oh_operation, id),
	MAY("lastActionDateTime", TIME,      oh_operation, changed_us),
	INNER("error", operation_error),
	END
};

const struct oh_field oh_field_format[] = {
	MUST("phoneNumber",        NUMBER, oh_operator, number),
	MAY("nationalFormat",      NAME,   oh_operator, national),
	MAY("internationalFormat", NAME,   oh_operator, international),
	END
};

static const struct oh_field operator_details[] = {
	MAY("name",              NAME, oh_operator, name),
	MAY("mobileNetworkCode", ID,   oh_operator, mnc),
	MAY("mobileCountryCode", ID,   oh_operator, mcc),
	END
};

const struct oh_field oh_field_operator[] = {
	MAY("isoCountryCode", COUNTRY, oh_operator, country),
	MAY("numberType",     NAME,    oh_operator, type),
	INNER("operatorDetails", operator_details),
	END
};
