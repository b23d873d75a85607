/**
 * @file fuzz_sdp.c  Their SDP, as an offer and as an answer
 */
#include <assert.h>
#include <string.h>
#include "media/rtp.h"
#include "media/sdp.h"

static void check(const struct oh_sdp_agreed *a)
{
	assert(a->tx.codec && a->tx.pt <= 127);
	assert(a->rxc >= 1 && a->rxc <= OH_SDP_CODECS_MAX);
	assert(a->telev_rxc <= OH_SDP_TELEV_MAX);
	assert(a->ptime_ms == 10 || a->ptime_ms == 20 || a->ptime_ms == 30 ||
	       a->ptime_ms == 60);
	assert(a->telev_tx.pt == OH_RTP_PT_NONE ||
	       a->telev_tx.clock_hz == a->tx.clock_hz);
}

/* As its last bytes have it: in clear, or with keys that are not theirs */
static void set_srtp(struct oh_sdp_local *l, const char *sdp, size_t size)
{
	l->srtp = size ? (unsigned char)sdp[size - 1] % 3 : OH_SRTP_PREFER;
	l->dtls = size && sdp[size - 1] & 4;
	l->fingerprint = "sha-256 AA";
	for (int i = 0; i < OH_CIPHER_MAX; i++)
		memset(l->keyv[i], i, sizeof(l->keyv[i]));
}

static void check_keys(const struct oh_sdp_agreed *a,
		       const struct oh_sdp_local *l)
{
	enum oh_cipher c = a->keys.suite;

	assert(c < OH_CIPHER_MAX && a->keys.proto);
	assert(c || a->keys.setup || l->srtp != OH_SRTP_REQUIRE);
	assert(!c || !a->keys.setup);
	assert(!c || l->srtp != OH_SRTP_OFF);
	assert(!c || memcmp(a->keys.rx, l->keyv[c], oh_cipher_key_bytes(c)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_sdp_local l = { .id = 1, .version = 1, .ptime_ms = 20,
				  .telev = true };
	const char *sdp = (const char *)data;
	struct oh_sdp_agreed a;
	char *text = NULL;

	assert(!sa_set_str(&l.addr, "127.0.0.1", 4000));
	assert(!oh_sdp_set_codecs(&l, NULL, 0));

	set_srtp(&l, sdp, size);

	if (!oh_sdp_answered(&a, &l, sdp, size)) {
		check(&a);
		check_keys(&a, &l);
	}
	if (!oh_sdp_answer(&text, &a, &l, sdp, size)) {
		check(&a);
		check_keys(&a, &l);
		assert(strstr(text, "\r\nm="));
		mem_deref(text);
	}
	return 0;
}
