/**
 * @file fuzz_model.c  Models of the Phone Numbers API
 *
 * The first byte says which, the rest is what the service (or a client)
 * sent. What could be read is written and read again: it is the same.
 */
#include "base/compat.h"
#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>
#include "carrier/decode.h"
#include "carrier/encode.h"
#include "carrier/sign.h"


union value {
	struct oh_owned        owned;
	struct oh_country      country;
	struct oh_locality     locality;
	struct oh_area         area;
	struct oh_offering     offering;
	struct oh_offer        offer;
	struct oh_available    available;
	struct oh_reservation  reservation;
	struct oh_operation    operation;
	struct oh_operator     operator;
	struct oh_capabilities caps;
};

typedef int (decode_h)(union value *v, const cJSON *json);
typedef cJSON *(encode_h)(const union value *v);

#define MODEL(name, ...) \
static int decode_##name(union value *v, const cJSON *json) \
{ \
	return oh_decode_##name(&v->name, json); \
} \
static cJSON *encode_##name(const union value *v) \
{ \
	return oh_encode_##name(&v->name __VA_ARGS__); \
}

MODEL(owned)
MODEL(country)
MODEL(locality)
MODEL(area)
MODEL(offering)
MODEL(offer)
MODEL(available)
MODEL(reservation, , true)
MODEL(operation)
MODEL(operator, , true)
MODEL(caps)

static const struct {
	decode_h *decode;
	encode_h *encode;
} modelv[] = {
	{ decode_owned,       encode_owned       },
	{ decode_country,     encode_country     },
	{ decode_locality,    encode_locality    },
	{ decode_area,        encode_area        },
	{ decode_offering,    encode_offering    },
	{ decode_offer,       encode_offer       },
	{ decode_available,   encode_available   },
	{ decode_reservation, encode_reservation },
	{ decode_operation,   encode_operation   },
	{ decode_operator,    encode_operator    },
	{ decode_caps,        encode_caps        },
};


static void check_model(size_t which, const char *text)
{
	cJSON *json = cJSON_Parse(text), *out, *in;
	char code[OH_MODEL_NAME], message[OH_MODEL_TEXT], *sent;
	static union value first, again;      /* large */

	memset(&first, 0, sizeof(first));
	memset(&again, 0, sizeof(again));
	if (!oh_decode_error(code, message, json))
		assert(*code && strlen(message) < sizeof(message));
	if (modelv[which].decode(&first, json)) {
		cJSON_Delete(json);
		return;
	}

	out = modelv[which].encode(&first);
	sent = cJSON_PrintUnformatted(out);
	in = cJSON_Parse(sent);
	assert(in && !modelv[which].decode(&again, in));
	assert(!memcmp(&first, &again, sizeof(first)));

	cJSON_free(sent);
	cJSON_Delete(in);
	cJSON_Delete(out);
	cJSON_Delete(json);
}


static void check_money(const char *text)
{
	char printed[OH_MONEY_SIZE];
	struct oh_money m, again;

	if (oh_money_parse(&m, text, "USD"))
		return;
	assert(oh_money_print(printed, sizeof(printed), &m));
	assert(!oh_money_parse(&again, printed, "USD"));
	assert(m.micro == again.micro);
}


/* Texts that are no JSON */
static void check_text(const char *text)
{
	char date[OH_SIGN_DATE_SIZE];
	struct oh_sign_key key;
	uint64_t us;

	if (!oh_sign_date_parse(&us, text)) {
		assert(!oh_sign_date_print(date, us));
		assert(!strcmp(date, text));
	}
	if (!oh_sign_key_parse(&key, text))
		assert(key.len && key.len <= OH_SIGN_KEY_MAX);
	if (!oh_decode_time(&us, text))
		assert(us < 253402300800000000ull + 86400000000ull);
	check_money(text);
}


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t which;
	char *text;

	if (!size)
		return 0;
	text = mem_zalloc(size, NULL);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);

	which = (size_t)(data[0] - 'a');
	if (which < ARRAY_SIZE(modelv))
		check_model(which, text);
	else
		check_text(text);
	mem_deref(text);

	return 0;
}
