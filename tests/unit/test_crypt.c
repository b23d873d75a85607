/**
 * @file test_crypt.c  SRTP and SRTCP, against known packets and libre's
 */
#include "base/compat.h"
#include "media/crypt.h"
#include "media/rtp.h"
#include "test.h"

enum { SIZE = 256, PAYLOAD = 160, PLAIN = 12 + PAYLOAD, SSRC = 0xcafebabe };

/* The key of RFC 3711 B.3 */
static const uint8_t key[OH_CIPHER_KEY_MAX] = {
	0xe1, 0xf9, 0x7a, 0x0d, 0x3e, 0x01, 0x8b, 0xe0, 0xd6, 0x4f, 0xa3,
	0x2c, 0x06, 0xde, 0x41, 0x39, 0x0e, 0xc6, 0x75, 0xad, 0x49, 0x8a,
	0xfe, 0xeb, 0xb6, 0x96, 0x0b, 0x3a, 0xab, 0xe6, 1, 2, 3, 4, 5, 6, 7,
	8, 9, 10, 11, 12, 13, 14, 15, 16,
};

struct pair {
	struct oh_crypt *tx, *rx;
};

static int pair_init(struct pair *p, enum oh_cipher suite)
{
	int err;

	memset(p, 0, sizeof(*p));
	err = oh_crypt_alloc(&p->tx, suite, key);

	return err ? err : oh_crypt_alloc(&p->rx, suite, key);
}

static void pair_reset(struct pair *p)
{
	mem_deref(p->tx);
	mem_deref(p->rx);
}

static size_t plain(uint8_t *buf, uint16_t seq, uint32_t ssrc)
{
	const struct oh_rtp rtp = { .seq = seq, .ts = 160u * seq,
				    .ssrc = ssrc };

	oh_rtp_encode(buf, &rtp);
	memset(buf + 12, seq, PAYLOAD);
	return PLAIN;
}

static void seal(struct pair *p, uint8_t *buf, size_t *lenp, uint16_t seq)
{
	*lenp = plain(buf, seq, SSRC);
	assert_int_equal(oh_crypt_seal(p->tx, buf, lenp, SIZE), 0);
}

static void opens(struct pair *p, const uint8_t *sealed, size_t len,
		  uint16_t seq, int want)
{
	uint8_t buf[SIZE], ref[SIZE];
	int err;

	memcpy(buf, sealed, len);
	err = oh_crypt_open(p->rx, buf, &len);
	if (err != want)
		fail_msg("%u: %d, not %d", seq, err, want);
	if (err)
		return;
	assert_int_equal(len, plain(ref, seq, SSRC));
	assert_memory_equal(buf, ref, len);
}

/* The packets that libsrtp checks itself with */
int test_crypt_known(void)
{
	static const uint8_t rtp[] = {
		0x80, 0x0f, 0x12, 0x34, 0xde, 0xca, 0xfb, 0xad, 0xca, 0xfe,
		0xba, 0xbe, 0x4e, 0x55, 0xdc, 0x4c, 0xe7, 0x99, 0x78, 0xd8,
		0x8c, 0xa4, 0xd2, 0x15, 0x94, 0x9d, 0x24, 0x02, 0xb7, 0x8d,
		0x6a, 0xcc, 0x99, 0xea, 0x17, 0x9b, 0x8d, 0xbb,
	};
	static const uint8_t rtcp[] = {
		0x81, 0xc8, 0x00, 0x0b, 0xca, 0xfe, 0xba, 0xbe, 0x71, 0x28,
		0x03, 0x5b, 0xe4, 0x87, 0xb9, 0xbd, 0xbe, 0xf8, 0x90, 0x41,
		0xf9, 0x77, 0xa5, 0xa8, 0x80, 0x00, 0x00, 0x01, 0x99, 0x3e,
		0x08, 0xcd, 0x54, 0xd6, 0xc1, 0x23, 0x07, 0x98,
	};
	uint8_t buf[SIZE];
	size_t len = 12 + 16;
	struct pair p;

	TEST_OK(pair_init(&p, OH_CIPHER_AES_128_80));
	memcpy(buf, rtp, 12);
	memset(buf + 12, 0xab, 16);
	assert_int_equal(oh_crypt_seal(p.tx, buf, &len, SIZE), 0);
	assert_int_equal(len, sizeof(rtp));
	assert_memory_equal(buf, rtp, len);

	len = 8 + 16;
	memcpy(buf, rtcp, 8);
	memset(buf + 8, 0xab, 16);
	assert_int_equal(oh_crypt_seal_rtcp(p.tx, buf, &len, SIZE), 0);
	assert_int_equal(len, sizeof(rtcp));
	assert_memory_equal(buf, rtcp, len);
 out:
	pair_reset(&p);
	return 0;
}

static const struct {
	enum oh_cipher ours;
	enum srtp_suite theirs;
} suitev[] = {
	{ OH_CIPHER_AES_256_GCM, SRTP_AES_256_GCM },
	{ OH_CIPHER_AES_256_80,  SRTP_AES_256_CM_HMAC_SHA1_80 },
	{ OH_CIPHER_AES_128_GCM, SRTP_AES_128_GCM },
	{ OH_CIPHER_AES_128_80,  SRTP_AES_CM_128_HMAC_SHA1_80 },
	{ OH_CIPHER_AES_128_32,  SRTP_AES_CM_128_HMAC_SHA1_32 },
};

static size_t compound(uint8_t *buf)
{
	memset(buf, 0x33, 28);
	memcpy(buf, "\x80\xc8\x00\x06\xca\xfe\xba\xbe", 8);
	return 28;
}

/* rtcp: their tag of the 32 bit suite's RTCP is too short */
static int with_libre(struct pair *p, struct srtp *theirs, bool rtcp)
{
	struct mbuf *mb = mbuf_alloc(SIZE);
	uint8_t ref[SIZE];
	int err = ENOMEM;

	if (!mb)
		goto out;
	mb->end = plain(mb->buf, 3000, SSRC);
	err = srtp_encrypt(theirs, mb);
	if (err)
		goto out;
	opens(p, mb->buf, mb->end, 3000, 0);
	seal(p, mb->buf, &mb->end, 3001);
	mb->pos = 0;
	err = srtp_decrypt(theirs, mb);
	if (err)
		goto out;
	assert_int_equal(mb->end, plain(ref, 3001, SSRC));
	assert_memory_equal(mb->buf, ref, mb->end);
	if (!rtcp)
		goto out;

	mb->pos = 0;
	mb->end = compound(mb->buf);
	err = srtcp_encrypt(theirs, mb);
	if (err)
		goto out;
	assert_int_equal(oh_crypt_open_rtcp(p->rx, mb->buf, &mb->end), 0);
	assert_int_equal(mb->end, compound(ref));
	assert_memory_equal(mb->buf, ref, mb->end);
	assert_int_equal(oh_crypt_seal_rtcp(p->tx, mb->buf, &mb->end, SIZE),
			 0);
	mb->pos = 0;
	err = srtcp_decrypt(theirs, mb);
	if (err)
		goto out;
	assert_int_equal(mb->end, compound(ref));
	assert_memory_equal(mb->buf, ref, mb->end);
 out:
	mem_deref(mb);
	return err;
}

int test_crypt_libre(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(suitev); i++) {
		struct srtp *theirs = NULL;
		struct pair p;
		int err;

		err = pair_init(&p, suitev[i].ours);
		if (!err)
			err = srtp_alloc(&theirs, suitev[i].theirs, key,
					 oh_cipher_key_bytes(suitev[i].ours),
					 0);
		if (!err)
			err = with_libre(&p, theirs, suitev[i].ours !=
					 OH_CIPHER_AES_128_32);
		mem_deref(theirs);
		pair_reset(&p);
		/* libre says EINVAL when it means ENOMEM, in places */
		if (err == ENOMEM || err == EINVAL)
			return ENOMEM;
		assert_int_equal(err, 0);
	}
	return 0;
}

/* Each single bit counts, of header, payload and tag; and no packet twice */
int test_crypt_forged(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(suitev); i++) {
		uint8_t buf[SIZE];
		struct pair p;
		size_t len;

		TEST_OK(pair_init(&p, suitev[i].ours));
		seal(&p, buf, &len, 7);
		for (size_t at = 0; at < len; at++) {
			uint8_t evil[SIZE];
			size_t n = len;

			memcpy(evil, buf, len);
			evil[at] ^= 1 << at % 8;
			assert_int_not_equal(oh_crypt_open(p.rx, evil, &n), 0);
		}
		for (size_t n = 0; n < len; n++) {
			uint8_t evil[SIZE];
			size_t cut = n;

			memcpy(evil, buf, len);
			assert_int_not_equal(oh_crypt_open(p.rx, evil, &cut),
					     0);
		}
		opens(&p, buf, len, 7, 0);
		opens(&p, buf, len, 7, EALREADY);

		len = compound(buf);
		assert_int_equal(oh_crypt_seal_rtcp(p.tx, buf, &len, SIZE), 0);
		for (size_t at = 0; at < len; at++) {
			uint8_t evil[SIZE];
			size_t n = len;

			memcpy(evil, buf, len);
			evil[at] ^= 1 << at % 8;
			assert_int_not_equal(oh_crypt_open_rtcp(p.rx, evil,
								&n), 0);
		}
		{
			uint8_t again[SIZE];
			size_t n = len;

			memcpy(again, buf, len);
			assert_int_equal(oh_crypt_open_rtcp(p.rx, buf, &len),
					 0);
			assert_int_equal(oh_crypt_open_rtcp(p.rx, again, &n),
					 EALREADY);
		}
		goto next;
 out:
		pair_reset(&p);
		return ENOMEM;
 next:
		pair_reset(&p);
	}
	return 0;
}

/* Sequence numbers wrap; packets around it are lost, late, and forged */
int test_crypt_wraps(void)
{
	static const struct { uint16_t seq; bool lost; } orderv[] = {
		{ 40000, false }, { 65533, false }, { 65534, true },
		{ 65535, true }, { 0, true }, { 1, false }, { 2, false },
	};
	uint8_t late[SIZE], buf[SIZE];
	size_t late_len = 0, len;
	struct pair p;

	TEST_OK(pair_init(&p, OH_CIPHER_AES_128_80));
	for (size_t i = 0; i < ARRAY_SIZE(orderv); i++) {
		uint8_t evil[SIZE];
		size_t n;

		seal(&p, buf, &len, orderv[i].seq);
		if (orderv[i].seq == 65534) {
			memcpy(late, buf, len);
			late_len = len;
		}
		if (!orderv[i].lost)
			opens(&p, buf, len, orderv[i].seq, 0);
		/* What libre 1.1.0 loses its count by */
		n = plain(evil, (uint16_t)(orderv[i].seq + 32000), SSRC);
		memset(evil + n, 0, 10);
		n += 10;
		assert_int_equal(oh_crypt_open(p.rx, evil, &n), EPROTO);
	}
	opens(&p, late, late_len, 65534, 0);
	opens(&p, late, late_len, 65534, EALREADY);
	for (unsigned seq = 3; seq < 70; seq++) {
		seal(&p, buf, &len, (uint16_t)seq);
		opens(&p, buf, len, (uint16_t)seq, 0);
	}
 out:
	pair_reset(&p);
	return 0;
}

/* Who makes up sources pushes none of the true ones out. */
int test_crypt_sources(void)
{
	uint8_t buf[SIZE], first[SIZE];
	size_t len, first_len;
	struct pair p;

	TEST_OK(pair_init(&p, OH_CIPHER_AES_256_GCM));
	seal(&p, first, &first_len, 5);
	opens(&p, first, first_len, 5, 0);
	for (uint32_t i = 0; i < 1000; i++) {
		len = plain(buf, 5, i) + 16;
		memset(buf + PLAIN, 0, 16);
		assert_int_equal(oh_crypt_open(p.rx, buf, &len), EPROTO);
	}
	opens(&p, first, first_len, 5, EALREADY);
	seal(&p, buf, &len, 6);
	opens(&p, buf, len, 6, 0);
 out:
	pair_reset(&p);
	return 0;
}

int test_crypt_room(void)
{
	uint8_t buf[SIZE];
	size_t len = PLAIN;
	struct pair p;

	TEST_OK(pair_init(&p, OH_CIPHER_AES_128_80));
	(void)plain(buf, 1, SSRC);
	assert_int_equal(oh_crypt_seal(p.tx, buf, &len, PLAIN + 9), ERANGE);
	assert_int_equal(oh_crypt_seal(p.tx, buf, &len, PLAIN + 10), 0);
	len = compound(buf);
	assert_int_equal(oh_crypt_seal_rtcp(p.tx, buf, &len, len + 13),
			 ERANGE);
	assert_int_equal(oh_crypt_alloc(&p.tx, OH_CIPHER_NONE, key), EINVAL);
 out:
	pair_reset(&p);
	return 0;
}
