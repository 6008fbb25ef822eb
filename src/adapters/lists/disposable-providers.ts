/*!
 * Domains of throw-away addresses. Reviewed 2026-11-24.
 * Seeded from the npm package email-providers 2.26.0:
 * Copyright (c) 2025, Jannis R. ISC licence: permission to use, copy, modify, and/or distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice
 * appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
 * SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
 * PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH
 * THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */

/**
 * The seed was not taken whole: entries below the five free top-level domains that have since been reclaimed, and
 * names that look like somebody's own, are left out. Such services change their domains weekly: whoever needs more
 * gives `createDomainLists` a `disposable` predicate.
 * Lower-case A-labels, sorted, none below another one. A changed entry is a line in the CHANGELOG.
 */
export const DISPOSABLE_PROVIDERS = `
027168.com 0815.ru 0815.su 0box.eu 0clickemail.com 0wnd.net 0wnd.org 10mail.org 10minut.com.pl 10minut.xyz
10minute-email.com 10minutemail.be 10minutemail.co.uk 10minutemail.co.za 10minutemail.com 10minutemail.de
10minutemail.info 10minutemail.net 10minutemail.nl 10minutemail.org 10minutemail.ru 10minutemail.us
10minutemailbox.com 10minutenemail.de 10minutesmail.com 10minutesmail.fr 10minutesmail.net 10minutesmail.ru
12houremail.com 12minutemail.com 12minutemail.net 1secmail.com 1secmail.net 1secmail.org 20email.eu 20mail.eu
20mail.in 20mail.it 20minute.email 20minutemail.com 20minutemail.it 24hourmail.com 24hourmail.net 2prong.com
30minutemail.com 30minutenmail.eu 3d-painting.com 4warding.com 4warding.net 4warding.org 60-minuten-mail.de
60minutemail.com 675hosting.com 675hosting.net 675hosting.org 6url.com 75hosting.com 75hosting.net 75hosting.org
9ox.net a-bc.net abyssmail.com adresseemailtemporaire.com afrobacon.com ajaxapp.net amilegit.com ano-mail.net
anonbox.net anonymbox.com anonymous-email.net anonymousspeech.com antichef.com antichef.net antireg.com antireg.ru
antispammail.de any.pink armyspy.com bccto.me beefmilk.com binka.me binkmail.com bio-muesli.info bio-muesli.net
bobmail.info bofthew.com boximail.com boxtemp.com.br brefmail.com brennendesreich.de broadbandninja.com bspamfree.org
bugmenever.com bugmenot.com bumpymail.com bund.us burnermail.io burnthespam.info byebyemail.com byom.de casualdx.com
centermail.com centermail.net chacuo.net chammy.info chitthi.in chogmail.com choicemail1.com clrmail.com contbay.com
cool.fr.nf cosmorph.com courriel.fr.nf courrieltemporaire.com curryworld.de cust.in cuvox.de dacoolest.com
damnthespam.com dandikmail.com dayrep.com dcemail.com deadaddress.com deadspam.com delikkt.de despammed.com
devnullmail.com dingbone.com disbox.net disbox.org discard.email discardmail.com discardmail.de disposableaddress.com
disposableemail.org disposableemailaddresses.com disposableinbox.com disposablemail.top disposablemails.com
disposeamail.com disposemail.com dispostable.com dodgeit.com dodgemail.de donemail.ru dontreg.com dontsendmespam.de
dpptd.com dropjar.com dropmail.me dump-email.info dumpandjunk.com dumpmail.de dumpyemail.com e-postkasten.com
e-postkasten.de e-postkasten.eu e-postkasten.info easy-trash-mail.com easytrashmail.com einmalmail.de einrot.com
einrot.de eintagsmail.de email-fake.com email-jetable.fr emaildienst.de emailfake.com emailfake.nut.cc emailgo.de
emailias.com emailigo.de emailinfive.com emaillime.com emailmiser.com emailnator.com emailondeck.com emailsensei.com
emailtemporanea.com emailtemporanea.net emailtemporar.ro emailtemporario.com.br emailthe.net emailtmp.com emailto.de
emailwarden.com emailx.at.hm emailxfer.com emlhub.com emlpro.com emltmp.com ephemail.net esiix.com etranquil.com
etranquil.net etranquil.org explodemail.com eyepaste.com fake-box.com fake-email.pp.ua fakedemail.com fakeinbox.com
fakeinbox.info fakeinformation.com fakemail.fr fakemail.win fakemailgenerator.com fakemailz.com fakemyinbox.com
fakermail.com fammix.com fexbox.org fexpost.com fextemp.com fightallspam.com filzmail.com fivemail.de fizmail.com
fleckens.hu flyspam.com forspam.net frapmail.com freeml.net front14.org fudgerub.com fux0ringduh.com garbagemail.org
generator.email get1mail.com get2mail.fr getairmail.com getmails.eu getnada.com getonemail.com getonemail.net
giantmail.de gishpuppy.com givmail.com greensloth.com grish.de grr.la guerillamail.biz guerillamail.com
guerillamail.de guerillamail.info guerillamail.net guerillamail.org guerillamailblock.com guerrillamail.biz
guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com
gustr.com h8s.org haltospam.com harakirimail.com hat-geld.de hatespam.org herp.in hidemail.de hidemail.pro hidemail.us
hmamail.com hochsitze.com hulapla.de ieatspam.eu ieatspam.info ihazspam.ca iheartspam.org ikbenspamvrij.nl
ilovespam.com imails.info inboxalias.com inboxbear.com inboxclean.com inboxclean.org inboxes.com inboxkitten.com
inboxproxy.com incognitomail.co incognitomail.com incognitomail.net incognitomail.org insorg-mail.info instant-mail.de
instantemailaddress.com instantlyemail.com instantmail.fr instantmailaddress.com intempmail.com ipoo.org irish2me.com
ist-genial.at ist-genial.info ist-genial.net jetable.com jetable.fr.nf jetable.net jetable.org jetable.pp.ua
jetableemail.com jnxjn.com jourrapide.com junk1e.com just4spam.com kasmail.com kaspop.com keinpardon.de killmail.com
killmail.net klassmaster.com klassmaster.net kloap.com koszmail.pl kurzepost.de laafd.com lackmail.net lackmail.ru
letthemeatspam.com lifebyfood.com link2mail.net linshiyouxiang.net litedrop.com lol.ovpn.to lookugly.com lortemail.dk
lr78.com luxusmail.org m21.cc magspam.net mail-fake.com mail-temp.com mail-temporaire.com mail-temporaire.fr mail.gw
mail.tm mail114.net mail2junk.com mail4trash.com mail7.io mailbidon.com mailbox.in.ua mailbucket.org mailcat.biz
mailcatch.com maildax.com mailde.de mailde.info maildim.com maildrop.cc maildu.de maildx.com maileater.com mailed.ro
maileimer.de mailexpire.com mailf5.com mailforspam.com mailfreeonline.com mailhazard.com mailhazard.us mailhz.me
mailimate.com mailin8r.com mailinater.com mailinator.co.uk mailinator.com mailinator.info mailinator.net
mailinator.org mailinator.pl mailinator.us mailinator2.com mailincubator.com mailismagic.com mailme.ir mailme.lv
mailme24.com mailmetrash.com mailmoat.com mailms.com mailnator.com mailnesia.com mailnull.com mailorg.org mailpick.biz
mailpoof.com mailproxsy.com mailrock.biz mailsac.com mailscrap.com mailseal.de mailsiphon.com mailslapping.com
mailslite.com mailspam.xyz mailtemp.info mailtemp.net mailtemporaire.com mailtemporaire.fr mailto.plus mailtome.de
mailtothis.com mailtrash.net mailtv.net mailtv.tv mailwithyou.com mailzilla.com mailzilla.org manybrain.com mbx.cc
mciek.com meepsheep.eu mega.zik.dj meinspamschutz.de meltmail.com merepost.com messagebeamer.de mezimages.net
mierdamail.com migmail.pl migumail.com mintemail.com minuteinbox.com mjukglass.nu moakt.cc moakt.co moakt.com moakt.ws
mohmal.com mohmal.im mohmal.in mohmal.tech moncourrier.fr.nf monemail.fr.nf monmail.fr.nf monumentmail.com mt2009.com
mt2014.com mt2015.com mt2016.com mt2017.com muell.email muellemail.com muellmail.com mvrht.com mvrht.net
my10minutemail.com mycleaninbox.net mypartyclip.de myphantomemail.com mysamp.de myspamless.com mytemp.email
mytempemail.com mytempmail.com mytrashmail.com nada.email nada.ltd netmails.com netmails.net netzidiot.de neverbox.com
nevermail.de nincsmail.com nincsmail.hu no-spam.ws no-spammers.com no-ux.com nobugmail.com nobulk.com noclickemail.com
nodezine.com nogmailspam.info nomail.nodns.xyz nomail.pw nomail.xl.cx nomail2me.com nomailthankyou.com
nomorespamemails.com nonspammer.de nospam.ze.tc nospam4.us nospamfor.us nospamthanks.info notmailinator.com
notsharingmy.info nowmymail.com nullbox.info nurfuerspam.de objectmail.com obobbo.com odnorazovoe.ru ohaaa.de
one-time.email oneoffemail.com oneoffmail.com onewaymail.com onlatedotcom.info oopi.org opentrash.com
ordinaryamerican.net otherinbox.com owlpic.com pancakemail.com papierkorb.me pfui.ru pjjkp.com plexolan.de
pokemail.net poofy.org pookmail.com popgx.com postacin.com primabananen.net privy-mail.com privy-mail.de privymail.de
proxymail.eu prtnx.com prtz.eu punkass.com putthisinyourspamdatabase.com quickinbox.com raakim.com randomail.net
raqid.com rcpt.at reallymymail.com receiveee.com recode.me reconmail.com recyclemail.dk regbypass.com rejectmail.com
rhyta.com robot-mail.com rover.info rppkn.com rteet.com rtrtr.com s0ny.net safersignup.com safersignup.de
safetymail.info sandelf.de saynotospams.com schafmail.de schrott-email.de secretemail.de segamail.com
selfdestructingmail.com selfdestructingmail.org sendspamhere.com sharklasers.com shieldedmail.com shieldemail.com
shitmail.de shitmail.me shitmail.org shortmail.net sinnlos-mail.de skeefmail.com slaskpost.se slopsbox.com
slothmail.net smailpro.com smapfree24.com smapfree24.de smapfree24.eu smapfree24.info smapfree24.org smashmail.de
smellfear.com smellrear.com snakemail.com sneakmail.de sofort-mail.de sofortmail.de sogetthis.com soisz.com
solvemail.info soodomail.com soodonims.com spam-be-gone.com spam.care spam.flu.cc spam.igg.biz spam.la spam.nut.cc
spam.org.es spam.su spam.usa.cc spam4.me spamail.de spamavert.com spambob.com spambob.net spambob.org spambog.com
spambog.de spambog.net spambog.ru spambooger.com spambox.info spambox.me spambox.org spambox.us spambox.xyz
spamcannon.com spamcannon.net spamcero.com spamcorptastic.com spamcowboy.com spamcowboy.net spamcowboy.org spamday.com
spamdecoy.net spamfree.eu spamfree24.com spamfree24.de spamfree24.eu spamfree24.info spamfree24.net spamfree24.org
spamgoes.in spamgourmet.com spamgourmet.net spamgourmet.org spamherelots.com spamhereplease.com spamhole.com
spamify.com spaminator.de spamkill.info spaml.com spaml.de spamlot.net spammedic.com spammotel.com spamobox.com
spamoff.de spamsalad.in spamslicer.com spamspameverywhere.org spamspot.com spamstack.net spamthis.co.uk
spamthisplease.com spamtrail.com spamtrap.co spamtrap.ro spamtroll.net spamwc.de speed.1s.fr spikio.com spoofmail.de
spymail.one squizzy.de squizzy.eu squizzy.net stinkefinger.net stop-my-spam.com stop-my-spam.pp.ua streetwisemail.com
stuckmail.com stuffmail.de super-auswahl.de supergreatmail.com superrito.com superstachel.de suremail.info sweetxxx.de
swift10minutemail.com tafmail.com tagyourself.com teewars.org teleworm.com teleworm.us temp-mail.com temp-mail.de
temp-mail.io temp-mail.live temp-mail.net temp-mail.org temp-mail.ru temp-mails.com temp1.club temp15qm.com temp2.club
tempail.com tempalias.com tempe-mail.com tempemail.biz tempemail.co.za tempemail.com tempemail.net tempemail.org
tempemails.io tempinbox.co.uk tempinbox.com tempinbox.xyz tempm.com tempmail.co tempmail.de tempmail.dev tempmail.eu
tempmail.io tempmail.it tempmail.plus tempmail.pro tempmail.space tempmail.us tempmail.win tempmail2.com
tempmailapp.com tempmaildemo.com tempmailer.com tempmailer.de tempmailo.com tempomail.fr temporamail.com
temporarily.de temporarioemail.com.br temporary-email.com temporary-email.world temporaryemail.net temporaryemail.us
temporaryforwarding.com temporaryinbox.com temporarymailaddress.com tempr.email tempymail.com thanksnospam.info
thetrash.email thisisnotmyrealemail.com throwam.com throwawayemail.com throwawayemailaddress.com throwawaymail.com
tijdelijke-email.nl tijdelijkmailadres.nl tilien.com tittbit.in tmail.ws tmailinator.com tmails.net tmpbox.net
tmpeml.info tmpjr.me tmpmail.net tmpmail.org toiea.com tokenmail.de tradermail.info trash-amil.com trash-mail.at
trash-mail.com trash-mail.de trash-mail.net trash-me.com trash2009.com trash2010.com trash2011.com trash247.com
trash4.me trashcanmail.com trashdevil.com trashdevil.de trashemail.de trashemails.de trashinbox.com trashmail.at
trashmail.com trashmail.de trashmail.fr trashmail.io trashmail.me trashmail.net trashmail.org trashmail.ws
trashmailer.com trashymail.com trashymail.net trbvm.com trbvn.com trbvo.com trialmail.de trickmail.net turoid.com
turual.com twinmail.de txcct.com tyldd.com uggsrock.com upliftnow.com uplipht.com uroid.com venompen.com
vermutlich.net veryrealemail.com vidchart.com viditag.com vjuum.com vomoto.com vsimcard.com walala.org walkmail.net
walkmail.ru web-mail.pp.ua webemail.me webm4il.info webtempmail.online weg-werf-email.de wegwerf-email-addressen.de
wegwerf-email-adressen.de wegwerf-email.at wegwerf-email.de wegwerf-email.net wegwerf-emails.de wegwerfadresse.de
wegwerfemail.com wegwerfemail.de wegwerfemail.info wegwerfemail.net wegwerfemail.org wegwerfemailadresse.com
wegwerfmail.de wegwerfmail.info wegwerfmail.net wegwerfmail.org wegwerpmailadres.nl wegwrfmail.de wegwrfmail.net
wegwrfmail.org wh4f.org whoopymail.com whopy.com whyspam.me wilemail.com willselfdestruct.com winemaven.info
wronghead.com wuzup.net wuzupmail.net wwjmp.com wwwnew.eu xagloo.co xagloo.com xemaps.com xents.com xmaily.com
xojxe.com xost.us xoxy.net xyzfree.net yapped.net yep.it yogamaven.com yoggm.com yomail.info yopmail.com yopmail.fr
yopmail.info yopmail.net yopmail.org yopmail.pp.ua you-spam.com youmailr.com yourspamgoesto.space
ypmail.webarnak.fr.eu.org yuurok.com z1p.biz zehnminuten.de zehnminutenmail.de zep-hyr.com zetmail.com zippymail.in
zippymail.info zoemail.com zoemail.net zoemail.org zomg.info
`
