/**
 * @file fuzz_crypt.c  SRTP and SRTCP from whoever has no key
 *
 * The first byte chooses the suite, and whether it is RTCP.
 */
#include <assert.h>
#include <string.h>
#include "base/compat.h"
#include "media/crypt.h"

enum { SIZE = 2048 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[OH_CIPHER_KEY_MAX] = { 1, 2, 3 };
	uint8_t buf[SIZE];
	struct oh_crypt *c;
	size_t len;
	int err;

	if (!size || size - 1 > sizeof(buf) - OH_CIPHER_TAIL_MAX)
		return 0;
	err = oh_crypt_alloc(&c, 1 + data[0] % (OH_CIPHER_MAX - 1), key);
	assert(!err);

	/* Nothing is genuine that was not sealed .. */
	len = size - 1;
	memcpy(buf, data + 1, len);
	err = data[0] & 0x80 ? oh_crypt_open_rtcp(c, buf, &len)
			     : oh_crypt_open(c, buf, &len);
	assert(err);

	/* .. and all is that was. */
	len = size - 1;
	memcpy(buf, data + 1, len);
	err = data[0] & 0x80 ?
		oh_crypt_seal_rtcp(c, buf, &len, sizeof(buf)) :
		oh_crypt_seal(c, buf, &len, sizeof(buf));
	mem_deref(c);
	if (err)
		return 0;
	err = oh_crypt_alloc(&c, 1 + data[0] % (OH_CIPHER_MAX - 1), key);
	assert(!err);
	err = data[0] & 0x80 ? oh_crypt_open_rtcp(c, buf, &len)
			     : oh_crypt_open(c, buf, &len);
	assert(!err && len == size - 1);
	assert(0 == memcmp(buf, data + 1, len));
	mem_deref(c);

	return 0;
}
