/**
 * @file test_stream_secure.c  Streams that speak SRTP, and who meddles
 */
#include "base/compat.h"
#include <sndfile.h>
#include "audio.h"
#include "media/crypt.h"
#include "media/rtp.h"
#include "media/sdes.h"
#include "stream_fixture.h"
#include "test.h"

enum { PACKET = RATE_HZ / 50 };     /* samples */

#define PREFER { .codecv = { "PCMU" }, .codecc = 1, .srtp = OH_SRTP_PREFER }

/* Leave one suite's line of an offer */
static void leave(char *offer, const char *suite)
{
	char *at = offer, *end;

	while (suite && (at = strstr(at, "a=crypto:"))) {
		end = strchr(at, '\n') + 1;
		if (memmem(at, (size_t)(end - at), suite, strlen(suite)))
			at = end;
		else
			memmove(at, end, strlen(end) + 1);
	}
}

/* a offers, b answers; suite NULL: whatever comes */
static int agree(struct stream_pair *p, const char *suite)
{
	char *offer = NULL, *answer = NULL;
	int err;

	err = oh_stream_offer(p->a.st, &offer);
	if (err)
		return err;
	leave(offer, suite);
	err = oh_stream_answer(p->b.st, offer, strlen(offer), &answer);
	if (!err)
		err = oh_stream_answered(p->a.st, answer, strlen(answer));
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

static int pair_init(struct stream_pair *p, const struct oh_stream_prm *aprm,
		     const struct oh_stream_prm *bprm, const char *suite)
{
	int err;

	memset(p, 0, sizeof(*p));
	temp_make(&p->temp);
	err = oh_prompts_alloc(&p->prompts);
	if (!err)
		err = stream_tone(p, TONE_MS);
	if (!err)
		err = stream_side_init(&p->a, p, aprm);
	if (!err)
		err = stream_side_init(&p->b, p, bprm);

	return err ? err : agree(p, suite);
}

static void assert_srtp(const struct stream_pair *p, const char *want)
{
	struct oh_stream_info info;

	oh_stream_info(p->a.st, &info);
	assert_string_equal(info.srtp, want);
	oh_stream_info(p->b.st, &info);
	assert_string_equal(info.srtp, want);
}

/* The best packet of the right channel: who sends may be late on a busy
   machine, and leave some out */
static double best_tone(const char *path)
{
	static int16_t both[2 * RATE_HZ * 10], one[RATE_HZ * 10];
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	double best = 0.0;
	sf_count_t n;

	assert_non_null(sf);
	n = sf_readf_short(sf, both, RATE_HZ * 10);
	sf_close(sf);
	for (sf_count_t i = 0; i < n; i++)
		one[i] = both[2 * i + 1];
	for (sf_count_t at = 0; at + PACKET <= n; at += PACKET / 16) {
		double tone = audio_tone(one + at, PACKET, RATE_HZ, TONE_HZ);

		best = max(best, tone);
	}
	return best;
}

/* A tone and digits go from a to b */
static int talk(struct stream_pair *p, const char *name)
{
	char path[300];
	int err;

	str_ncpy(path, temp_path(&p->temp, name), sizeof(path));
	p->b.digitc = 0;
	memset(p->b.digits, 0, sizeof(p->b.digits));
	err = oh_stream_record(p->b.st, path);
	if (!err)
		err = oh_stream_play(p->a.st, &p->tone, 1, 1, NULL);
	if (!err)
		err = stream_wait(p, &p->a, OH_STREAM_PLAYED, 0);
	if (!err)
		err = p->a.lastv[OH_STREAM_PLAYED].err;
	if (!err)
		err = oh_stream_send(p->a.st, "19#", 60, 60, NULL);
	if (!err)
		err = stream_wait(p, &p->b, OH_STREAM_DIGIT, '#');
	if (err)
		return err;
	oh_stream_record_stop(p->b.st);
	err = stream_wait(p, &p->b, OH_STREAM_RECORDED, 0);
	if (!err)
		err = p->b.lastv[OH_STREAM_RECORDED].err;
	if (err)
		return err;
	assert_string_equal(p->b.digits, "19#");
	assert_true(best_tone(path) > 0.9);

	return 0;
}

/* The same, and every packet of a's was genuine */
static int speak(struct stream_pair *p, const char *name)
{
	const struct oh_quality *q = &p->b.lastv[OH_STREAM_QUALITY].quality;
	int err;

	err = talk(p, name);
	if (!err)
		err = stream_settle(p, &p->b);
	if (err)
		return err;
	assert_int_equal(q->dropped, 0);
	assert_int_equal(q->lost, 0);

	return 0;
}

int test_stream_secure_suites(void)
{
	const struct oh_stream_prm prm = PREFER;
	struct stream_pair p;

	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX; i++) {
		const char *name = oh_cipher_info(i)->name;

		TEST_OK(pair_init(&p, &prm, &prm, name));
		assert_srtp(&p, name);
		TEST_OK(speak(&p, "b.wav"));
		stream_pair_reset(&p);
	}
	return 0;
 out:
	stream_pair_reset(&p);
	return 0;
}

static int until_secured(struct stream_pair *p)
{
	struct stream_side *sidev[] = { &p->a, &p->b };
	int err = 0;

	for (int i = 0; i < 2 && !err; i++) {
		if (!sidev[i]->countv[OH_STREAM_SECURED])
			err = stream_wait(p, sidev[i], OH_STREAM_SECURED, 0);
		if (!err)
			err = sidev[i]->lastv[OH_STREAM_SECURED].err;
	}
	return err;
}

/* Seconds each time: that refusals do no harm meanwhile, _suites shows */
static int speak_once(struct stream_pair *p, const char *name)
{
	return test_is_oom() ? 0 : speak(p, name);
}

static int talk_once(struct stream_pair *p, const char *name)
{
	return test_is_oom() ? 0 : talk(p, name);
}

/* A handshake, and then all is as with other keys; also after a hold. */
int test_stream_secure_dtls(void)
{
	struct oh_stream_prm prm = PREFER;
	struct stream_pair p;

	prm.dtls = true;
	for (int srtp = OH_SRTP_PREFER; srtp <= OH_SRTP_REQUIRE; srtp++) {
		prm.srtp = (enum oh_srtp)srtp;
		TEST_OK(pair_init(&p, &prm, &prm, NULL));
		assert_srtp(&p, "DTLS");
		TEST_OK(until_secured(&p));
		assert_srtp(&p, "DTLS AEAD_AES_256_GCM");
		TEST_OK(speak_once(&p, "1.wav"));
		oh_stream_hold(p.b.st, true);
		TEST_OK(stream_negotiate(&p.b, &p.a));
		oh_stream_hold(p.b.st, false);
		TEST_OK(stream_negotiate(&p.b, &p.a));
		assert_srtp(&p, "DTLS AEAD_AES_256_GCM");
		TEST_OK(speak_once(&p, "2.wav"));
		assert_int_equal(p.a.countv[OH_STREAM_SECURED], 1);
		assert_int_equal(p.b.countv[OH_STREAM_SECURED], 1);
		stream_pair_reset(&p);
	}
	return 0;
 out:
	stream_pair_reset(&p);
	return 0;
}

/* Offers of one kind are answered by who makes those of the other. */
int test_stream_secure_mixed(void)
{
	struct oh_stream_prm dtls = PREFER;
	const struct oh_stream_prm sdes = PREFER;
	struct stream_pair p;

	dtls.dtls = true;
	TEST_OK(pair_init(&p, &dtls, &sdes, NULL));
	TEST_OK(until_secured(&p));
	TEST_OK(speak_once(&p, "1.wav"));
	/* It is b who offers now, and keeps to what there is. */
	TEST_OK(stream_negotiate(&p.b, &p.a));
	assert_srtp(&p, "DTLS AEAD_AES_256_GCM");
	TEST_OK(speak_once(&p, "2.wav"));
	stream_pair_reset(&p);

	TEST_OK(pair_init(&p, &sdes, &dtls, NULL));
	assert_srtp(&p, "AEAD_AES_256_GCM");
	TEST_OK(speak_once(&p, "1.wav"));
 out:
	stream_pair_reset(&p);
	return 0;
}

/* The certificate is not the one of the description: somebody is between. */
int test_stream_secure_impostor(void)
{
	struct oh_stream_prm prm = PREFER;
	char *offer = NULL, *answer = NULL, *at;
	struct stream_pair p;
	struct oh_quality q;

	prm.dtls = true;
	prm.srtp = OH_SRTP_REQUIRE;
	memset(&p, 0, sizeof(p));
	temp_make(&p.temp);
	TEST_OK(stream_side_init(&p.a, &p, &prm));
	TEST_OK(stream_side_init(&p.b, &p, &prm));
	TEST_OK(oh_stream_offer(p.a.st, &offer));
	TEST_OK(oh_stream_answer(p.b.st, offer, strlen(offer), &answer));
	at = strstr(answer, "sha-256 ");
	assert_non_null(at);
	at[8] = at[8] == 'A' ? 'B' : 'A';
	TEST_OK(oh_stream_answered(p.a.st, answer, strlen(answer)));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_SECURED, 0));
	assert_false(p.a.lastv[OH_STREAM_SECURED].ok);
	assert_int_equal(p.a.lastv[OH_STREAM_SECURED].err, EACCES);
	TEST_OK(stream_settle(&p, &p.a));
	TEST_OK(stream_final_quality(&p, &q));
	assert_int_equal(q.tx, 0);
	assert_int_equal(q.rx, 0);
 out:
	mem_deref(offer);
	mem_deref(answer);
	stream_pair_reset(&p);
	return 0;
}

/* Who can, does; who cannot is spoken to in clear; who must, refuses. */
int test_stream_secure_wishes(void)
{
	struct oh_stream_prm aprm = PREFER, bprm = PREFER;
	static const struct {
		enum oh_srtp a, b;
		int          err;
		const char  *srtp;
	} casev[] = {
		{ OH_SRTP_PREFER,  OH_SRTP_OFF,     0, "" },
		{ OH_SRTP_OFF,     OH_SRTP_PREFER,  0, "" },
		{ OH_SRTP_PREFER,  OH_SRTP_PREFER,  0, "AEAD_AES_256_GCM" },
		{ OH_SRTP_REQUIRE, OH_SRTP_PREFER,  0, "AEAD_AES_256_GCM" },
		{ OH_SRTP_PREFER,  OH_SRTP_REQUIRE, 0, "AEAD_AES_256_GCM" },
		{ OH_SRTP_REQUIRE, OH_SRTP_OFF,     ENOTSUP, NULL },
		{ OH_SRTP_OFF,     OH_SRTP_REQUIRE, EACCES, NULL },
	};
	struct stream_pair p;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		aprm.srtp = casev[i].a;
		bprm.srtp = casev[i].b;
		TEST_ERR(pair_init(&p, &aprm, &bprm, NULL), casev[i].err);
		if (!casev[i].err)
			assert_srtp(&p, casev[i].srtp);
		stream_pair_reset(&p);
	}
	return 0;
 out:
	stream_pair_reset(&p);
	return 0;
}

/* Keys stay through hold and resume, change with the suite, and go. What is
   on its way when they change is lost. */
int test_stream_secure_again(void)
{
	const struct oh_stream_prm prm = PREFER;
	struct stream_pair p;

	TEST_OK(pair_init(&p, &prm, &prm, NULL));
	TEST_OK(speak_once(&p, "1.wav"));
	oh_stream_hold(p.b.st, true);
	TEST_OK(stream_negotiate(&p.b, &p.a));
	oh_stream_hold(p.b.st, false);
	TEST_OK(stream_negotiate(&p.b, &p.a));
	assert_srtp(&p, "AEAD_AES_256_GCM");
	TEST_OK(speak_once(&p, "2.wav"));
	TEST_OK(agree(&p, "AES_CM_128_HMAC_SHA1_32"));
	assert_srtp(&p, "AES_CM_128_HMAC_SHA1_32");
	TEST_OK(talk_once(&p, "3.wav"));
	TEST_OK(agree(&p, "none of them"));
	assert_srtp(&p, "");
	TEST_OK(talk_once(&p, "4.wav"));
	TEST_OK(agree(&p, NULL));
	assert_srtp(&p, "AEAD_AES_256_GCM");
	TEST_OK(talk_once(&p, "5.wav"));
 out:
	stream_pair_reset(&p);
	return 0;
}

/* ------------------------------------------- somebody else on the wire */

/* A far end of ours, with a key of its own */
struct fake {
	int fd;
	struct sa addr;
	struct sa dst;
	struct oh_crypt *crypt;
};

static void fake_open(struct fake *f)
{
	memset(f, 0, sizeof(*f));
	f->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(f->fd >= 0);
	assert_int_equal(sa_set_str(&f->addr, "127.0.0.1", 0), 0);
	assert_int_equal(bind(f->fd, &f->addr.u.sa, f->addr.len), 0);
	f->addr.len = sizeof(f->addr.u);
	assert_int_equal(getsockname(f->fd, &f->addr.u.sa, &f->addr.len), 0);
}

static int fake_answer(struct fake *f, struct stream_side *side)
{
	struct oh_sdes key = { .tag = OH_CIPHER_AES_128_80,
			       .suite = OH_CIPHER_AES_128_80,
			       .key = { 1, 2, 3 } };
	char *offer = NULL, *answer = NULL, line[OH_SDES_SIZE];
	int err;

	assert_int_equal(sa_set_str(&f->dst, "127.0.0.1",
				    oh_stream_port(side->st)), 0);
	assert_int_equal(oh_sdes_print(line, sizeof(line), &key), 0);
	err = oh_crypt_alloc(&f->crypt, key.suite, key.key);
	if (!err)
		err = oh_stream_offer(side->st, &offer);
	if (!err)
		err = re_sdprintf(&answer, "v=0\r\no=- 1 1 IN IP4 127.0.0.1"
				  "\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
				  "m=audio %u RTP/AVP 0\r\na=crypto:%s\r\n",
				  sa_port(&f->addr), line);
	if (!err)
		err = oh_stream_answered(side->st, answer, strlen(answer));
	mem_deref(offer);
	mem_deref(answer);

	return err;
}

static size_t fake_make(struct fake *f, uint8_t *buf, size_t size,
			uint16_t seq)
{
	const struct oh_rtp rtp = { .seq = seq, .ts = 160u * seq, .ssrc = 9 };
	size_t len = 12 + 160;

	oh_rtp_encode(buf, &rtp);
	memset(buf + 12, 0x55, 160);
	assert_int_equal(oh_crypt_seal(f->crypt, buf, &len, size), 0);
	return len;
}

static void fake_send(struct fake *f, const uint8_t *buf, size_t len)
{
	assert_int_equal(sendto(f->fd, buf, len, 0, &f->dst.u.sa, f->dst.len),
			 len);
}

/* From the right address come copies, changed packets, and clear ones. */
int test_stream_secure_meddled(void)
{
	const struct oh_stream_prm prm = PREFER;
	uint8_t buf[256], evil[256];
	struct oh_quality q;
	struct stream_pair p;
	struct fake f;
	size_t len;

	fake_open(&f);
	memset(&p, 0, sizeof(p));
	temp_make(&p.temp);
	TEST_OK(stream_side_init(&p.a, &p, &prm));
	TEST_OK(fake_answer(&f, &p.a));
	for (uint16_t seq = 1; seq <= 5; seq++) {
		len = fake_make(&f, buf, sizeof(buf), seq);
		memcpy(evil, buf, len);
		evil[len - 20] ^= 1;
		fake_send(&f, evil, len);                /* changed  */
		fake_send(&f, buf, 12 + 160);            /* no tag   */
		fake_send(&f, buf, len);                 /* genuine  */
		fake_send(&f, buf, len);                 /* replayed */
	}
	fake_send(&f, (const uint8_t *)"x", 1);
	TEST_OK(stream_until_rx(&p, &p.a, 5));
	TEST_OK(stream_settle(&p, &p.a));
	TEST_OK(stream_final_quality(&p, &q));
	assert_int_equal(q.rx, 5);
	assert_int_equal(q.lost, 0);
	assert_int_equal(q.dropped, 5 * 3 + 1);
	assert_int_equal(p.a.countv[OH_STREAM_FIRST], 1);
 out:
	close(f.fd);
	mem_deref(f.crypt);
	stream_pair_reset(&p);
	return 0;
}
