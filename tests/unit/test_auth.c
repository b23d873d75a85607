/**
 * @file test_auth.c  Who may ask: signatures of both forms, hash, date
 *
 * Signatures are the fact sheet's (phone-numbers-api.md 1.2).
 */
#include "base/compat.h"
#include "simrest/auth.h"
#include "simrest/request.h"
#include "simrest/simrest.h"
#include "test.h"

#define KEY   "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#define DATE  "Mon, 23 Nov 2026 12:00:00 GMT"
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define HMAC  "HMAC-SHA256 SignedHeaders=x-ms-date;host;" \
	"x-ms-content-sha256&Signature="
#define PLAIN "HMAC-SHA256 SignedHeaders=date;host;" \
	"x-ms-content-sha256&Signature="
#define LISTED "SoE8U5FPjgI/lRIN2syzGmXDl/eGd3Kn/vuhASt4Lm0="
#define AREAS "/availablePhoneNumbers/countries/US/areaCodes"
#define PLACE "phoneNumberType=geographic&locality="
#define CLOUD "contoso.communication.azure.com"
#define BUY   "{\"searchId\":\"11111111-2222-3333-4444-555555555555\"}"
#define BUYSUM "8Y9EDFeM4RL8dBK45JHtusuFU1OA4sBVSreltgcatYg="

static const char differs[] =
	"Request 'x-ms-content-sha256' differs from generated content hash.";

#define LIST(auth_, date_, plain_, hash_, body_)                         \
	{ .method = "GET", .path = "/phoneNumbers", .host = "127.0.0.1:8443", \
	  .query = "skip=0&api-version=2025-06-01&top=100",              \
	  .authorization = auth_, .ms_date = date_, .date = plain_,      \
	  .hash = hash_, .body = body_, .body_len = sizeof(body_) - 1 }
#define NEAR(place_, auth_)                                              \
	{ .method = "GET", .path = AREAS, .host = CLOUD,                 \
	  .query = PLACE place_ "&api-version=2025-06-01", .body = "",   \
	  .authorization = HMAC auth_, .ms_date = DATE, .hash = EMPTY }
#define PURCHASE(body_)                                                  \
	{ .method = "POST", .path = "/availablePhoneNumbers/:purchase",  \
	  .query = "api-version=2025-06-01", .host = CLOUD,              \
	  .authorization = HMAC                                          \
	  "GeMsQ+kupC9ZjcHcQdIw9O64p7smyDpCruEe/iIDPw0=",               \
	  .ms_date = DATE, .hash = BUYSUM, .body = body_,                \
	  .body_len = sizeof(body_) - 1 }

/* why NULL: let in; "": any reason */
static const struct {
	struct oh_request req;
	const char *why;
} rowv[] = {
	{ LIST(HMAC LISTED, DATE, NULL, EMPTY, ""), NULL },
	{ LIST(PLAIN LISTED, NULL, DATE, EMPTY, ""), NULL },
	{ PURCHASE(BUY), NULL },
	{ PURCHASE("{\"searchId\":\"1\"}"), differs },
	/* as on the wire */
	{ NEAR("New+York", "6/ir6K6OAvMK3qGnDUHrCo3qVY83m58EPIzjCtNNyUU="),
	  NULL },
	{ NEAR("New%20York", "aH1iNlPHpGtHwglaghnXs0Q2JsUk8gSNiLPOr1iRVRw="),
	  NULL },
	/* as a form would write what came */
	{ NEAR("New%20York", "6/ir6K6OAvMK3qGnDUHrCo3qVY83m58EPIzjCtNNyUU="),
	  NULL },
	/* no form writes it so */
	{ NEAR("New+York", "aH1iNlPHpGtHwglaghnXs0Q2JsUk8gSNiLPOr1iRVRw="),
	  "The signature does not fit." },
	{ NEAR("Boston", "6/ir6K6OAvMK3qGnDUHrCo3qVY83m58EPIzjCtNNyUU="),
	  "The signature does not fit." },
	{ LIST(HMAC "SoE8U5FPjgI", DATE, NULL, EMPTY, ""),
	  "The signature does not fit." },
	{ LIST(HMAC, DATE, NULL, EMPTY, ""), "The signature does not fit." },
	{ LIST(HMAC LISTED, DATE, NULL, EMPTY, "x"), differs },
	{ LIST(HMAC LISTED, DATE, NULL, BUYSUM, ""), differs },
	{ LIST(HMAC LISTED, DATE, NULL, "", ""), differs },
	{ LIST(HMAC LISTED, DATE, NULL, NULL, ""),
	  "There is no x-ms-content-sha256." },
	{ LIST(HMAC LISTED, NULL, DATE, EMPTY, ""),
	  "The date is missing or malformed." },
	{ LIST(PLAIN LISTED, DATE, NULL, EMPTY, ""),
	  "The date is missing or malformed." },
	{ LIST(HMAC LISTED, "2026-11-23T12:00:00Z", NULL, EMPTY, ""),
	  "The date is missing or malformed." },
	{ LIST(HMAC LISTED, "Mon, 23 Nov 2026 11:44:59 GMT", NULL, EMPTY, ""),
	  "The date is too far from now." },
	{ LIST(HMAC LISTED, "Mon, 23 Nov 2026 12:15:01 GMT", NULL, EMPTY, ""),
	  "The date is too far from now." },
	{ LIST(HMAC LISTED, "Mon, 23 Nov 2026 12:15:00 GMT", NULL, EMPTY, ""),
	  "The signature does not fit." },
	{ LIST(NULL, DATE, NULL, EMPTY, ""), "There is no Authorization." },
	{ LIST("", DATE, NULL, EMPTY, ""),
	  "Denied by the resource provider." },
	{ LIST("HMAC-SHA256", DATE, NULL, EMPTY, ""),
	  "Denied by the resource provider." },
	{ LIST("HMAC-SHA256 SignedHeaders=host&Signature=" LISTED, DATE,
	       NULL, EMPTY, ""),
	  "Authorization: not the headers that must be signed." },
	{ LIST("Bearer eyJhbGciOiJub25lIn0.e30.", NULL, NULL, NULL, ""),
	  "Denied by the resource provider." },
};

static int now_is(uint64_t *wall_us)
{
	return oh_sign_date_parse(wall_us, DATE);
}

static int row_run(const struct oh_auth *auth, size_t i, uint64_t wall_us)
{
	const char *why = "";
	int err;

	err = oh_auth_check(auth, &rowv[i].req, wall_us, &why);
	if (err == ENOMEM)
		return err;
	if (rowv[i].why) {
		assert_string_equal(why, rowv[i].why);
		assert_int_equal(err, EACCES);
	}
	else {
		assert_string_equal(why, "");
		assert_int_equal(err, 0);
	}

	return 0;
}

int test_auth_check(void)
{
	struct oh_auth auth = { .any_token = false };
	uint64_t wall_us;
	int err;

	err = oh_sign_key_parse(&auth.key, KEY);
	TEST_OK(err);
	err = now_is(&wall_us);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&auth, i, wall_us);

out:
	return err;
}

/* A retry of a client is the same again, to the last byte */
int test_auth_again(void)
{
	const uint64_t skew_us = 1000ull * OH_SIMREST_SKEW_MS;
	struct oh_auth auth = { .any_token = false };
	const char *why = "";
	uint64_t wall_us;
	int err;

	err = oh_sign_key_parse(&auth.key, KEY);
	TEST_OK(err);
	err = now_is(&wall_us);
	TEST_OK(err);
	err = oh_auth_check(&auth, &rowv[0].req, wall_us, &why);
	TEST_OK(err);
	err = oh_auth_check(&auth, &rowv[0].req, wall_us + skew_us, &why);
	TEST_OK(err);
	err = oh_auth_check(&auth, &rowv[0].req, wall_us + skew_us + 1, &why);
	assert_int_equal(err, EACCES);
	err = oh_auth_check(&auth, &rowv[0].req, wall_us - skew_us, &why);
	TEST_OK(err);

out:
	return err;
}

int test_auth_token(void)
{
	struct oh_request req = LIST("Bearer x", NULL, NULL, NULL, "");
	struct oh_auth auth = { .any_token = true };
	const char *why = "";

	assert_int_equal(oh_auth_check(&auth, &req, 0, &why), 0);
	req.authorization = "bearer x";
	assert_int_equal(oh_auth_check(&auth, &req, 0, &why), 0);
	req.authorization = "Bearer ";
	assert_int_equal(oh_auth_check(&auth, &req, 0, &why), EACCES);
	req.authorization = "Basic eDp5";
	assert_int_equal(oh_auth_check(&auth, &req, 0, &why), EACCES);

	return 0;
}
