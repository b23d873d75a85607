/**
 * @file fax.c  A fax machine at the other end (ITU-T T.30)
 */
#include "base/compat.h"
#include "media/fax.h"
#include "media/spandsp.h"

enum { ANSWERING, CALLING, SIDES };

static const int sidev[SIDES] = {
	[ANSWERING] = MODEM_CONNECT_TONES_FAX_CED_OR_PREAMBLE,
	[CALLING]   = MODEM_CONNECT_TONES_FAX_CNG,
};

struct oh_fax {
	struct oh_spandsp lib;
	modem_connect_tones_rx_state_t *rxv[SIDES];
	bool told;
};

static void destructor(void *arg)
{
	struct oh_fax *f = arg;

	for (size_t i = 0; i < SIDES; i++) {
		if (f->rxv[i])
			(void)f->lib.modem_connect_tones_rx_free(f->rxv[i]);
	}
}

/**
 * Listen for a fax machine
 *
 * @param fp Fax, *returned*
 *
 * @return 0, EINVAL, ENOENT (no spandsp), ENOMEM
 */
int oh_fax_alloc(struct oh_fax **fp)
{
	struct oh_fax *f;
	int err;

	if (!fp)
		return EINVAL;
	f = mem_zalloc(sizeof(*f), destructor);
	if (!f)
		return ENOMEM;
	err = oh_spandsp_load(&f->lib);
	for (size_t i = 0; i < SIDES && !err; i++) {
		f->rxv[i] = f->lib.modem_connect_tones_rx_init(NULL,
					sidev[i], NULL, NULL);
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
		(void)f->lib.modem_connect_tones_rx(f->rxv[i], sampv,
						    (int)sampc);
		name = name_of(f->lib.modem_connect_tones_rx_get(f->rxv[i]));
		f->told = name != NULL;
	}

	return name;
}
