/**
 * @file test_secure.c  Keys that change under a session, and who meddles
 */
#include "base/compat.h"
#include "media/bytes.h"
#include "media/crypt.h"
#include "media/engine_priv.h"
#include "test.h"

static int session_init(struct oh_session **sp, struct oh_engine **ep)
{
	*ep = mem_zalloc(sizeof(**ep), NULL);
	*sp = mem_zalloc(sizeof(**sp), NULL);
	if (!*ep || !*sp)
		return ENOMEM;
	(*sp)->eng = *ep;
	(*sp)->fd  = -1;

	return 0;
}

static void session_reset(struct oh_session *s, struct oh_engine *eng)
{
	if (s)
		oh_secure_reset(s);
	mem_deref(s);
	mem_deref(eng);
}

/* Another answer: this suite, with a key that is our own */
static int choose(struct oh_session *s, enum oh_cipher suite, uint8_t key)
{
	struct oh_remote *r = mem_zalloc(sizeof(*r), NULL);
	int err;

	if (!r)
		return ENOMEM;
	r->agreed.keys.suite = suite;
	memset(r->agreed.keys.tx, key, sizeof(r->agreed.keys.tx));
	r->new_tx = true;
	err = oh_crypt_alloc(&r->tx, suite, r->agreed.keys.tx);
	if (!err)
		oh_secure_take(s, r);
	mem_deref(r->tx);
	mem_deref(r);

	return err;
}

/* The index of the next report, as it stands at its end (RFC 7714 9.1) */
static uint32_t next_index(struct oh_session *s)
{
	uint8_t buf[64 + OH_CIPHER_TAIL_MAX] = { 0x80, 201, 0, 1, 1, 2, 3, 4 };
	size_t len = 8;

	assert_int_equal(oh_secure_seal(s, buf, &len, sizeof(buf), true), 0);

	return (uint32_t)oh_bytes_get16(buf + len - 2);
}

/* Those who ring may choose differently, and speak in turn: a key never
   counts anew, or two packets have one key stream */
int test_secure_forks(void)
{
	struct oh_session *s = NULL;
	struct oh_engine *eng = NULL;
	uint32_t first;
	int err;

	TEST_OK(err = session_init(&s, &eng));
	TEST_OK(err = choose(s, OH_CIPHER_AES_128_GCM, 1));
	first = next_index(s);
	assert_int_equal(next_index(s), first + 1);
	TEST_OK(err = choose(s, OH_CIPHER_AES_256_GCM, 2));
	assert_int_equal(next_index(s), first);
	TEST_OK(err = choose(s, OH_CIPHER_AES_128_GCM, 1));
	assert_int_equal(next_index(s), first + 2);
	TEST_OK(err = choose(s, OH_CIPHER_AES_256_GCM, 2));
	assert_int_equal(next_index(s), first + 1);

	/* another key of the suite begins at the beginning */
	TEST_OK(err = choose(s, OH_CIPHER_AES_128_GCM, 3));
	assert_int_equal(next_index(s), first);
 out:
	session_reset(s, eng);
	return err;
}

/** The first datagram of a client */
struct hello {
	uint8_t buf[2048];
	size_t  len;
};

static void hello_handler(const uint8_t *buf, size_t len, void *arg)
{
	struct hello *h = arg;

	assert_true(len <= sizeof(h->buf));
	memcpy(h->buf, buf, len);
	h->len = len;
}

static int make_hello(struct hello *h, const struct oh_dtls_id *id)
{
	const uint8_t hash[OH_DTLS_HASH_BYTES] = { 0 };
	struct oh_dtls *d = NULL;
	int err = oh_dtls_alloc(&d, id, true, hash);

	if (err)
		return err;
	(void)oh_dtls_poll(d, hello_handler, h);
	mem_deref(d);

	return h->len ? 0 : ENOMEM;
}

/* Who is under way is not disturbed by others, but a second of silence, or
   the address of the description, gives another one a chance */
int test_secure_meddling(void)
{
	const uint8_t hash[OH_DTLS_HASH_BYTES] = { 0 };
	struct hello hello = { .len = 0 };
	struct oh_dtls_id *id = NULL;
	struct oh_session *s = NULL;
	struct oh_engine *eng = NULL;
	struct oh_remote *r = NULL;
	struct sa theirs, other, third;
	int err;

	sa_set_str(&theirs, "127.0.0.1", 4000);
	sa_set_str(&other, "127.0.0.2", 4000);
	sa_set_str(&third, "127.0.0.3", 4000);
	TEST_OK(err = session_init(&s, &eng));
	TEST_OK(err = oh_dtls_id_alloc(&id));
	TEST_OK(err = make_hello(&hello, id));
	r = mem_zalloc(sizeof(*r), NULL);
	TEST_OK(err = r ? 0 : ENOMEM);
	r->agreed.addr = theirs;
	r->agreed.keys.setup = OH_SDP_PASSIVE;
	r->new_dtls = true;
	TEST_OK(err = oh_dtls_alloc(&r->dtls, id, false, hash));
	s->remote = r;
	oh_secure_take(s, r);

	assert_true(oh_secure_handshake(s, &other, hello.buf, hello.len));
	assert_true(sa_cmp(&s->secure.peer, &other, SA_ALL));
	eng->now_us += 900000;
	assert_true(oh_secure_handshake(s, &third, hello.buf, hello.len));
	assert_true(sa_cmp(&s->secure.peer, &other, SA_ALL));
	assert_int_equal(s->rx.dropped, 1);
	eng->now_us += 200000;
	assert_true(oh_secure_handshake(s, &third, hello.buf, hello.len));
	assert_true(sa_cmp(&s->secure.peer, &third, SA_ALL));
	assert_true(oh_secure_handshake(s, &theirs, hello.buf, hello.len));
	assert_true(sa_cmp(&s->secure.peer, &theirs, SA_ALL));
	assert_true(oh_secure_handshake(s, &third, hello.buf, hello.len));
	assert_true(sa_cmp(&s->secure.peer, &theirs, SA_ALL));
	assert_int_equal(s->rx.dropped, 2);
	assert_false(s->secure.told);
 out:
	session_reset(s, eng);
	mem_deref(r);
	mem_deref(id);
	return err;
}
