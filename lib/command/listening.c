/**
 * @file listening.c  Where `answer` listens: --listen, or [answer]
 */
#include "base/compat.h"
#include "answer/listen.h"
#include "cli/exit.h"
#include "command/listening.h"
#include "sip/tls.h"

enum { NAME_SIZE = 300, WORD_SIZE = 64 };

struct oh_listening {
	char           name[NAME_SIZE];
	struct oh_tls *tls;                /* one for all, or NULL        */
	uint32_t       c;
	struct sa      laddrv[OH_ANSWER_LISTENS_MAX];
	struct oh_listen byv[OH_ANSWER_LISTENS_MAX];
};

_Static_assert(2 * OH_CONF_LISTENS_MAX <= OH_ANSWER_LISTENS_MAX,
	       "what [answer] may hold must have room");

static void destructor(void *arg)
{
	struct oh_listening *l = arg;

	mem_deref(l->tls);
}

static struct oh_listening *alloc(struct oh_app *app)
{
	struct oh_listening *l = mem_zalloc(sizeof(*l), destructor);

	if (!l)
		(void)oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");

	return l;
}

static int parse(struct oh_listening *l, const char *text, const char **whyp)
{
	int err = oh_listen_parse(&l->laddrv[l->c], &l->byv[l->c], text,
				  whyp);

	l->c += !err;

	return err;
}

/* ---------------------------------------------------------------- --listen */

static int option_tls(struct oh_listening *l, struct oh_app *app,
		      const struct oh_answering *o)
{
	const struct oh_tls_prm prm = {
		.server = true, .cert = o->cert,
		.keylog = oh_conf_keylog_env(),
	};
	char why[OH_TLS_WHY_SIZE];
	int err;

	if (!l->byv[0].tls)
		return !o->cert ? 0 :
			oh_app_fail(app, OH_EXIT_USAGE, "--cert is for "
				    "--listen 'sip:ADDRESS:PORT;"
				    "transport=tls'");
	if (!o->cert)
		return oh_app_fail(app, OH_EXIT_USAGE, "--listen '%s': TLS "
				   "needs --cert FILE, a certificate and its "
				   "key in PEM", o->listen);
	err = oh_tls_alloc(&l->tls, &prm, why);

	return err ? oh_app_fail(app, OH_EXIT_NO_INPUT, "--cert: %s",
				 *why ? why : strerror(err)) : 0;
}

/**
 * Read the options
 *
 * @param lp  Set to where to listen, or NULL: they do not say
 * @param app The command
 * @param o   Options
 *
 * @return 0 or the exit status
 */
int oh_listening_option(struct oh_listening **lp, struct oh_app *app,
			const struct oh_answering *o)
{
	struct oh_listening *l;
	const char *why = "";
	int status;

	*lp = NULL;
	if (!o->listen)
		return !o->cert ? 0 :
			oh_app_fail(app, OH_EXIT_USAGE,
				    "--cert needs --listen");
	l = alloc(app);
	if (!l)
		return OH_EXIT_SOFTWARE;
	(void)re_snprintf(l->name, sizeof(l->name), "--listen %s", o->listen);
	if (parse(l, o->listen, &why))
		status = oh_app_fail(app, OH_EXIT_USAGE, "--listen '%s': %s",
				     o->listen, why);
	else
		status = option_tls(l, app, o);
	if (status)
		mem_deref(l);
	else
		*lp = l;

	return status;
}

/* ---------------------------------------------------------------- [answer] */

static int add_words(struct oh_listening *l, struct oh_app *app,
		     const struct oh_conf *conf, const char *list, bool tls)
{
	static const char blanks[] = " \t,";
	char word[WORD_SIZE], uri[NAME_SIZE];
	const char *why = "";

	for (list += strspn(list, blanks); *list;
	     list += strspn(list, blanks)) {
		size_t len = strcspn(list, blanks);

		str_ncpy(word, list, min(len + 1, sizeof(word)));
		list += len;
		(void)re_snprintf(uri, sizeof(uri),
				  strchr(word, '.') || *word == '['
				  ? "sip:%s%s" : "sip:[%s]%s", word,
				  tls ? ";transport=tls" : "");
		if (parse(l, uri, &why))
			return oh_app_fail(app, OH_EXIT_CONFIG, "%s: [answer]:"
					   " listen%s: '%s' %s", conf->file,
					   tls ? "_tls" : "", word, why);
	}

	return 0;
}

static int conf_tls(struct oh_listening *l, struct oh_app *app,
		    const struct oh_conf *conf)
{
	char pathv[3][OH_CONF_VALUE];
	const char *const textv[3] = { conf->answer.tls_ca,
				       conf->answer.tls_cert,
				       conf->answer.tls_key };
	const struct oh_tls_prm prm = {
		.server = true, .ca = pathv[0], .cert = pathv[1],
		.key = pathv[2], .keylog = oh_conf_keylog_env(),
	};
	char why[OH_TLS_WHY_SIZE] = "";
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(textv) && !err; i++) {
		pathv[i][0] = '\0';
		if (*textv[i])
			err = oh_conf_path_print(pathv[i], sizeof(pathv[i]),
						 textv[i], conf->file);
	}
	if (!err)
		err = oh_tls_alloc(&l->tls, &prm, why);

	return err ? oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: [answer]: "
				 "tls_cert: %s", conf->file,
				 *why ? why : strerror(err)) : 0;
}

/**
 * Read the configuration
 *
 * @param lp   Set to where to listen, or NULL: it does not say
 * @param app  The command
 * @param conf Configuration
 *
 * @return 0 or the exit status
 */
int oh_listening_conf(struct oh_listening **lp, struct oh_app *app,
		      const struct oh_conf *conf)
{
	struct oh_listening *l;
	int status;

	*lp = NULL;
	if (!*conf->answer.listen && !*conf->answer.listen_tls)
		return 0;
	l = alloc(app);
	if (!l)
		return OH_EXIT_SOFTWARE;
	(void)re_snprintf(l->name, sizeof(l->name), "%s: [answer] listen",
			  conf->file);
	status = add_words(l, app, conf, conf->answer.listen, false);
	if (!status)
		status = add_words(l, app, conf, conf->answer.listen_tls,
				   true);
	if (!status && *conf->answer.listen_tls)
		status = conf_tls(l, app, conf);
	if (status)
		mem_deref(l);
	else
		*lp = l;

	return status;
}

/**
 * Have calls taken there
 *
 * @param l   Where
 * @param prm Set; borrows from it
 */
void oh_listening_set(const struct oh_listening *l,
		      struct oh_answer_prm *prm)
{
	for (uint32_t i = 0; i < l->c; i++)
		prm->listenv[i] = (struct oh_answer_listen){
			.laddr = &l->laddrv[i],
			.udp   = l->byv[i].udp,
			.tcp   = l->byv[i].tcp,
			.tls   = l->byv[i].tls ? l->tls : NULL,
		};
	prm->listenc = l->c;
}

/**
 * Tell whether no other machine can reach us
 *
 * @param l Where
 *
 * @return true if all addresses are loopback ones
 */
bool oh_listening_is_private(const struct oh_listening *l)
{
	for (uint32_t i = 0; i < l->c; i++) {
		if (!sa_is_loopback(&l->laddrv[i]))
			return false;
	}

	return true;
}

/** @return What said where to listen; borrowed */
const char *oh_listening_name(const struct oh_listening *l)
{
	return l->name;
}
