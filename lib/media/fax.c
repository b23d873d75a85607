/**
 * @file fax.c  A fax machine at the other end (ITU-T T.30)
 */
#include "base/compat.h"
#include <spandsp.h>
#include "media/fax.h"

enum { ANSWERING, CALLING, SIDES };

static const int sidev[SIDES] = {
	[ANSWERING] = MODEM_CONNECT_TONES_FAX_CED_OR_PREAMBLE,
	[CALLING]   = MODEM_CONNECT_TONES_FAX_CNG,
};

struct oh_fax {
	modem_connect_tones_rx_state_t *rxv[SIDES];
	bool told;
};

static void destructor(void *arg)
{
	struct oh_fax *f = arg;

	for (size_t i = 0; i < SIDES; i++) {
		if (f->rxv[i])
			(void)modem_connect_tones_rx_free(f->rxv[i]);
	}
}

/**
 * Listen for a fax machine
 *
 * @param fp Fax, *returned*
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_fax_alloc(struct oh_fax **fp)
{
	struct oh_fax *f;
	int err = 0;

	if (!fp)
		return EINVAL;
	f = mem_zalloc(sizeof(*f), destructor);
	if (!f)
		return ENOMEM;
	for (size_t i = 0; i < SIDES; i++) {
		f->rxv[i] = modem_connect_tones_rx_init(NULL, sidev[i], NULL,
							NULL);
		if (!f->rxv[i])
			err = ENOMEM;
	}
	if (err)
		mem_deref(f);
	else
		*fp = f;

	return err;
}

static const char *name_of(int tone)
{
	switch (tone) {

	case MODEM_CONNECT_TONES_NONE:         return NULL;
	case MODEM_CONNECT_TONES_FAX_CNG:      return "CNG";
	case MODEM_CONNECT_TONES_FAX_PREAMBLE: return "PREAMBLE";
	default:                               return "CED";
	}
}

/**
 * Listen to more samples
 *
 * @param f     Fax
 * @param sampv Samples at 8 kHz
 * @param sampc Their number
 *
 * @return What it was known by, static; NULL: nothing, or told already
 */
const char *oh_fax_feed(struct oh_fax *f, const int16_t *sampv, size_t sampc)
{
	const char *name = NULL;

	for (size_t i = 0; i < SIDES && !f->told; i++) {
		(void)modem_connect_tones_rx(f->rxv[i], sampv, (int)sampc);
		name = name_of(modem_connect_tones_rx_get(f->rxv[i]));
		f->told = name != NULL;
	}

	return name;
}
