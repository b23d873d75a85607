/**
 * @file settings.c  What a person has chosen: caller ID, trunk, peace
 */
#include <errno.h>
#include "answer/policy.h"
#include "station/station_priv.h"

/** What is to be set; all of it is looked at before any of it holds */
struct wish {
	bool        dnd;
	const char *caller_id;         /* NULL: not asked for             */
	const char *trunk;
	bool        callers;
	uint32_t    autoc;
	char        autov[OH_STATION_AUTO_MAX][OH_NUMBER_TEXT];
	struct oh_verdict verdict;     /* on the caller ID                */
	char        number[STATION_WORD];
};

/* A number as calls name it; or the beginning of one and a '*' */
static int read_caller(char text[OH_NUMBER_TEXT], const char *word,
		       const char *country)
{
	size_t star = strcspn(word, "*");
	struct oh_number n;

	if (0 == oh_number_parse(&n, word, country, NULL) &&
	    n.kind == OH_NUMBER_E164)
		word = n.text;
	else if (!*word || (word[star] && word[star + 1]) ||
		 strpbrk(word, " \t\r\n<>\""))
		return EBADMSG;
	if (strlen(word) >= OH_NUMBER_TEXT)
		return EBADMSG;
	str_ncpy(text, word, OH_NUMBER_TEXT);

	return 0;
}

static int read_callers(struct wish *w, struct oh_args *a,
			const struct oh_station *st)
{
	const char *v[OH_STATION_AUTO_MAX];
	uint32_t n = ARRAY_SIZE(v);
	int err;

	w->callers = cJSON_HasObjectItem(a->o, "auto_answer");
	err = oh_args_list(a, "auto_answer", v, &n);
	for (uint32_t i = 0; i < n && !err; i++) {
		err = read_caller(w->autov[w->autoc++], v[i],
				  st->prm.conf->country);
		if (err)
			(void)oh_args_bad(a, "auto_answer", "numbers, or the "
					  "beginning of one and a '*'");
	}

	return err;
}

static bool is_of_ours(const struct oh_station *st, const char *number)
{
	for (uint32_t i = 0; i < st->prm.ownc; i++) {
		if (0 == strcmp(st->prm.ownv[i], number))
			return true;
	}

	return false;
}

static int read_caller_id(struct wish *w, struct oh_args *a,
			  const struct oh_station *st)
{
	const struct oh_station_prm *prm = &st->prm;
	struct oh_number n;

	if (!w->caller_id || !*w->caller_id)
		return 0;
	if (oh_number_parse(&n, w->caller_id, prm->conf->country, NULL) ||
	    n.kind != OH_NUMBER_E164)
		return oh_args_bad(a, "caller_id", "a telephone number, or "
				   "\"\" for that of the trunk");
	str_ncpy(w->number, n.text, sizeof(w->number));
	if (!is_of_ours(st, n.text) && prm->ownedh &&
	    !prm->ownedh(&w->verdict, n.text, prm->ownedarg))
		w->verdict.rule = OH_GUARD_CALLER_ID;

	return 0;
}

static int read_trunk(const struct wish *w, struct oh_args *a,
		      const struct oh_station *st)
{
	if (!w->trunk || !*w->trunk ||
	    oh_conf_trunk_find(st->prm.conf, w->trunk))
		return 0;

	return oh_args_bad(a, "trunk", "no trunk has this name; \"\" is by "
			   "routes");
}

static int read_wish(struct wish *w, struct oh_args *a,
		     const struct oh_station *st)
{
	int err = oh_args_bool(a, "dnd", &w->dnd);

	if (!err)
		err = oh_args_str(a, "caller_id", &w->caller_id);
	if (!err)
		err = oh_args_str(a, "trunk", &w->trunk);
	if (!err)
		err = read_callers(w, a, st);
	if (!err)
		err = read_caller_id(w, a, st);

	return err ? err : read_trunk(w, a, st);
}

static void grant(struct oh_station *st, const struct wish *w)
{
	st->dnd = w->dnd;
	if (w->caller_id)
		str_ncpy(st->caller_id, w->number, sizeof(st->caller_id));
	if (w->trunk)
		str_ncpy(st->trunk, w->trunk, sizeof(st->trunk));
	if (w->callers) {
		st->autoc = w->autoc;
		memcpy(st->autov, w->autov, sizeof(st->autov));
	}
	oh_station_changed(st);
}

/* {"dnd":true,"caller_id":"+1..","trunk":"home","auto_answer":["+1.."]} */
int oh_station_do_set(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct wish w = { .dnd = st->dnd };
	int err = read_wish(&w, ask->args, st);

	if (err)
		return err;
	if (w.verdict.rule != OH_GUARD_OK) {
		oh_ask_refuse(ask, STATION_REFUSED, OH_CAUSE_REFUSED,
			      w.verdict.text, w.verdict.hint);
		return 0;
	}
	grant(st, &w);
	oh_ask_ok(ask);

	return 0;
}

/* {"off":true} */
int oh_station_do_mute_all(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct oh_args *a = ask->args;
	bool off = false;
	int err = oh_args_bool(a, "off", &off);

	if (err)
		return err;
	oh_talk_mute(st->talk, !off);
	oh_station_changed(st);
	oh_ask_ok(ask);

	return 0;
}

/** What the configuration says at first; a caller that is none is passed
    over, since `offhook check` tells of it */
int oh_station_set_first(struct oh_station *st)
{
	static const char blanks[] = " \t,";
	const struct oh_conf *conf = st->prm.conf;
	const char *p = conf->phone.auto_answer;
	char word[STATION_WORD];

	st->dnd = conf->phone.do_not_disturb;
	while (*(p += strspn(p, blanks)) && st->autoc < OH_STATION_AUTO_MAX) {
		size_t len = strcspn(p, blanks);

		str_ncpy(word, p, min(len + 1, sizeof(word)));
		p += len;
		if (!read_caller(st->autov[st->autoc], word, conf->country))
			st->autoc++;
	}

	return 0;
}

/** Whether a caller is answered without being asked */
bool oh_station_is_auto(const struct oh_station *st, const char *number)
{
	const char *v[OH_STATION_AUTO_MAX];
	struct oh_policy policy = { .allowv = v, .allowc = st->autoc };
	struct oh_policy_verdict verdict = { .scode = 0 };

	for (uint32_t i = 0; i < st->autoc; i++)
		v[i] = st->autov[i];
	if (st->autoc)
		oh_policy_decide(&verdict, &policy, number, 0);

	return st->autoc && !verdict.scode;
}
