/*!
 * Domains where anybody can get an address. Reviewed 2026-11-24.
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
 * The seed was not taken whole: an entry is here if the public can have a mailbox or an alias at it, be it a mail
 * provider, an internet provider's customer domain or a relay. Left out: companies' own domains (facebook.com,
 * alibaba.com, telstra.com), public suffixes, universities, misspellings, lapsed brands. Added: what it misses, above
 * all private mail, relays (`users.noreply.github.com`) and the country domains of the large providers.
 * Lower-case A-labels, sorted, none below another one; a domain below one is public too. A changed entry is a line in
 * the CHANGELOG.
 */
export const PUBLIC_PROVIDERS = `
012.net.il 013.net.il 123india.com 123mail.org 126.com 139.com 150mail.com 150ml.com 163.com 163.net 16mail.com
188.com 189.cn 2-mail.com 21cn.com 263.net 2911.net 2980.com 2die4.com 33mail.com 3g.ua 4email.net 50mail.com 88.com
8alias.com 8shield.net 9online.fr a1.net aapt.net.au absamail.co.za abv.bg abwesend.de accountant.com acsalaska.net
adam.com.au addcom.de addy.biz addymail.com adelphia.net adexec.com adinet.com.uy advalvas.be aeiou.pt africamail.com
aim.com airmail.cc airpost.net airtelmail.in aleeas.com alice-dsl.de alice-dsl.net alice.de alice.it aliceadsl.fr
aliyun.com allergist.com allmail.net alltel.net altibox.no alumni.com alumnidirector.com ameritech.net amorki.pl
ananzi.co.za angelfire.com angelic.com anonaddy.com anonaddy.me aol.at aol.be aol.cl aol.co.nz aol.co.uk aol.com
aol.com.ar aol.com.au aol.com.br aol.com.co aol.com.mx aol.cz aol.de aol.dk aol.es aol.fi aol.fr aol.hk aol.in aol.it
aol.jp aol.kr aol.nl aol.pl aol.se aon.at apollo.lv appraiser.net archaeologist.com arcor.de arcormail.de
arcticmail.com arnet.com.ar artlover.com arubapec.it asahi-net.or.jp asia-mail.com asia.com atheist.com atlanticbb.net
atlas.cz att.net attbi.com attglobal.net au.com auctioneer.net auone.jp australiamail.com autistici.org autograf.pl
autorambler.ru ayna.com azet.sk barak.net.il bartender.net bbox.fr belgacom.net bell.net bellaliant.net
bellatlantic.net bellnet.ca bellsouth.net berlin.com bestmail.us bezeqint.net bigfoot.com bigfoot.de biglobe.ne.jp
bigmir.net bigpond.com bigpond.com.au bigpond.net.au bikerider.com birdlover.com bk.ru blader.com blu.it
bluebottle.com bluemail.ch bluewin.ch blueyonder.co.uk boardermail.com bol.com.br boun.cr brazilmail.com bredband.net
bredband2.com bresnan.net brew-master.com brew-meister.com bright.net broadpark.no brturbo.com.br bsdmail.com bsnl.in
btconnect.com btinternet.com btopenworld.co.uk btopenworld.com buziaczek.pl c2i.net cableone.net caiway.net caiway.nl
californiamail.com canada.com canoemail.com cantv.net caramail.com caramail.fr care2.com casema.nl cash4u.com
catlover.com cbn.net.id cebridge.net cegetel.net centrum.cz centrum.sk centurylink.net centurytel.net chaiyomail.com
charter.net chat.ru cheerful.com chef.net chello.at chello.hu chello.nl chello.no chello.se chello.sk chemist.com
chez.com chinamail.com chinaren.com chmail.ir chol.com ciaoweb.it citlink.net citromail.hu ciudad.com.ar clear.net.nz
clerk.com cliffhanger.com clix.pt club-internet.fr clubmember.org cluemail.com cock.li cogeco.ca collector.org
columnist.com comcast.net comhem.se comic.com compuserve.com computer4u.com concentric.net consultant.com
contractor.net coolsite.net counsellor.com countermail.com cox.net coxinet.net cs.com ctemplar.com cutey.com
cyber-wizard.com cyberdude.com cybergal.com cyberservices.com dallasmail.com dataone.in daum.net dbmail.com
dbzmail.com deliveryman.com dion.ne.jp diplomats.com dir.bg directbox.com direcway.com disciples.com discofan.com
disney.ne.jp disposable.com disroot.org dnainternet.net docomo.ne.jp doctor.com dodo.com.au doglover.com doramail.com
dr.com dralias.com dreamwiz.com dslextreme.com dti.ne.jp dublin.com duck.com dutchmail.com e-mail.com e-mail.net
e-mail.org e-mail.ru e4ward.com earthling.net earthlink.net eastlink.ca eim.ae eircom.net elisanet.fi elitemail.org
elvisfan.com email.com email.cz email.de email.it email.si email.ua emailcorner.net emailengine.net emailengine.org
emailgroups.net emailn.de emailplus.org emailuser.net embarqmail.com emirates.net.ae eml.cc empal.com empas.com
engineer.com englandmail.com entelchile.net eonet.ne.jp epix.net eresmas.com erine.email erols.com etb.net.co etik.com
eunet.at eunet.rs europe.com europemail.com euskaltel.net everyone.net ewe.net ewetel.net excite.co.jp excite.com
excite.it execs.com execulink.com exede.net exemail.com.au eyou.com ezweb.ne.jp f-m.fm fairpoint.net fantasymail.de
fast-email.com fast-mail.org fastem.com fastemail.us fastemailer.com fastest.cc fastimap.com fastmail.cn
fastmail.co.uk fastmail.com fastmail.com.au fastmail.de fastmail.es fastmail.fm fastmail.fr fastmail.im fastmail.in
fastmail.jp fastmail.mx fastmail.net fastmail.nl fastmail.org fastmail.se fastmail.to fastmail.tw fastmail.uk
fastmail.us fastmailbox.net fastmessaging.com fastwebnet.it fea.st feelings.com fibertel.com.ar financier.com
firemail.de fireman.net flash.net fmail.co.uk fmailbox.com fmgirl.com fmguy.com forthnet.gr foxmail.com free.fr
freechal.com freeler.nl freemail.gr freemail.hu freenet.de freeserve.co.uk freesurf.fr freeuk.com freeuk.net
freunde.ru freundin.ru frisurf.no fromru.com front.ru frontier.com frontiernet.net fsmail.net fsnet.co.uk ftml.net
fuse.net galaxyhit.com gardener.com gawab.com gazeta.pl gbg.bg gci.net genion.de geologist.com germanymail.com
germanynet.de get2net.dk getmail.no giallo.it giga.net.tw globo.com globomail.com glocalnet.net gmail.com gmx.at
gmx.biz gmx.ca gmx.ch gmx.cn gmx.co.in gmx.co.uk gmx.com gmx.de gmx.es gmx.eu gmx.fr gmx.hk gmx.ie gmx.info gmx.li
gmx.lu gmx.net gmx.org gmx.ph gmx.pt gmx.ru gmx.se gmx.sg gmx.tm gmx.tw gmx.us go.ro go2.pl goo.jp googlemail.com
graduate.org graphic-designer.com greenmail.net groupmail.com gte.net h-mail.us hackermail.com hailmail.net
hairdresser.net hanmail.net hanmir.com hansenet.de hawaiiantel.net hetnet.nl hey.com hi-ho.ne.jp highveldmail.co.za
hilarious.com hinet.net hiphopfan.com hispavista.com hispeed.ch hitel.net hkbn.net hol.gr home.nl home.se
homechoice.co.uk homemail.com hot-shot.com hot.ee hotbot.com hotbox.ru hotmail.be hotmail.ca hotmail.ch hotmail.cl
hotmail.co.id hotmail.co.il hotmail.co.in hotmail.co.jp hotmail.co.kr hotmail.co.nz hotmail.co.th hotmail.co.uk
hotmail.co.za hotmail.com hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk hotmail.com.my hotmail.com.ph
hotmail.com.sg hotmail.com.tr hotmail.com.tw hotmail.com.vn hotmail.cz hotmail.de hotmail.dk hotmail.es hotmail.fi
hotmail.fr hotmail.gr hotmail.hu hotmail.ie hotmail.it hotmail.jp hotmail.lt hotmail.lu hotmail.lv hotmail.my
hotmail.nl hotmail.no hotmail.ph hotmail.pt hotmail.rs hotmail.ru hotmail.se hotmail.sg hotmail.sk hotpop.com
housemail.com htp-tel.de hughes.net humanoid.net hush.ai hush.com hushmail.com hushmail.me i-france.com i.softbank.jp
i.ua iafrica.com icloud.com icqmail.com iespana.es ifrance.com ig.com.br ihug.co.nz iinet.net.au ik.me ikmail.com
imap-mail.com imap.cc imapmail.org in.com iname.com inbox.com inbox.ee inbox.eu inbox.lt inbox.lv inbox.ru indamail.hu
india.com indiatimes.com indigo.ie indo.net.id inet.fi inet.hr infinito.it infonie.fr infoseek.jp innocent.com
inorbit.com inoutbox.com insightbb.com instruction.com instructor.net insurer.com int.pl interfree.it interia.com
interia.eu interia.pl internet-e-mail.com internet-mail.org internet.lu internet.ru internetemails.net
internetmailing.net internode.on.net inventati.org inwind.it iobox.fi iol.ie iol.it iol.pt iprimus.com.au
irelandmail.com israelmail.com italymail.com itelefonica.com.br japan.com jazzfree.com jcom.home.ne.jp jcom.zaq.ne.jp
jetemail.net jippii.fi job4u.com journalist.com jubii.dk jubiimail.dk jumpy.it juno.com justemail.net k.ro kabelbw.de
kabelmail.de kabsi.at kakao.com katamail.com keemail.me keromail.com kimo.com kittymail.com km.ru knology.net
kolabnow.com kolumbus.fi korea.com koreamail.com kpnmail.nl kpnplanet.nl krovatka.su land.ru lantic.net laposte.net
latinmail.com lavabit.com lawyer.com legalmail.it legislator.com lenta.ru letterboxes.org libero.it libertysurf.fr
lineone.net linuxmail.org list.ru live.at live.be live.ca live.cl live.cn live.co.in live.co.kr live.co.uk live.co.za
live.com live.com.ar live.com.au live.com.co live.com.mx live.com.my live.com.pe live.com.ph live.com.pk live.com.pt
live.com.sg live.com.ve live.de live.dk live.fi live.fr live.hk live.ie live.in live.it live.jp live.my live.nl
live.no live.ph live.pt live.ru live.se liwest.at lobbyist.com london.com love.com loveable.com lovecat.com luukku.com
lycos.at lycos.co.kr lycos.co.uk lycos.com lycos.de lycos.es lycos.it lycos.ne.jp lycos.nl lycosmail.com lyse.net
mac.com madasafish.com madonnafan.com madrid.com magenta.de mail-central.com mail-me.com mail-page.com mail.bg mail.by
mail.com mail.de mail.dk mail.ee mail.goo.ne.jp mail.gr mail.kz mail.lt mail.lv mail.ru mail.ua mail15.com mail2000.ru
mail2web.com mail2world.com mail333.com mailandftp.com mailas.com mailbolt.com mailbox.org mailc.net mailcan.com
mailer.me mailfa.com mailfence.com mailforce.net mailftp.com mailhaven.com mailingaddress.org mailite.com
mailmight.com mailnew.com mailo.com mailo.fr mailpec.it mailsent.net mailservice.ms mailup.net mailworks.org
maktoob.com marchmail.com masrawy.com mchsi.com me.com mediacombb.net mediaone.net menara.ma meta.ua metalfan.com
metrocast.net mexicomail.com mihanmail.ir mindless.com mindspring.com minister.com mixmail.com ml1.net mm.st
mnet-mail.de mnet-online.de montevideo.com.uy moscowmail.com mozmail.com msgsafe.io msn.cn msn.com mtaonline.net
mtnl.net.in mts.net mundofree.com munich.com murena.io musician.org muslim.com mweb.co.za myfastmail.com mymacmail.com
mymts.net mynet.com myrambler.ru myself.com myway.com myyahoo.com narod.ru nate.com nauticom.net naver.com
navigator.lv nbnet.nb.ca neomailbox.com net-c.com net-c.fr net-shopping.com net.hr netcabo.pt netcologne.de netcom.com
netcourrier.com neti.ee netian.com netins.net netplus.ch netscape.net netspace.net.au netti.fi netvigator.com
netvisao.pt netvision.net.il netzero.com netzero.net neuf.fr newmail.ru nexgo.de nextmail.ru nifty.com nifty.ne.jp
ninfan.com nm.ru nokiamail.com nonpartisan.com noos.fr noreply.codeberg.org nospammail.net ntlworld.com null.net
numericable.fr nvbell.net nycmail.com o2.co.uk o2.pl o2mail.de o2online.de oceanfree.net ocn.ne.jp odn.ne.jp ofir.dk
oi.com.br one.lt onebox.com onet.com.pl onet.eu onet.pl onetel.com onetel.net oninet.pt online.de online.ee online.no
online.ua onlinehome.de onmail.com ono.com onsbrabantnet.nl op.pl opayq.com operamail.com opoczta.pl optician.com
optimum.net optonline.net optusnet.com.au orange.fr orange.net orange.nl orangemail.sk orcon.net.nz orthodontist.net
osnanet.de otenet.gr outlook.at outlook.be outlook.cl outlook.co.id outlook.co.il outlook.co.nz outlook.co.th
outlook.com outlook.com.ar outlook.com.au outlook.com.br outlook.com.gr outlook.com.pe outlook.com.tr outlook.com.vn
outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp
outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk ownmail.net ozemail.com.au
pacbell.net pacific-ocean.com pacific.net.sg pacificwest.com pacifier.com pandora.be paradise.net.nz paran.com
passagen.se passfwd.com passinbox.com passmail.com passmail.net passport.com pathfinder.gr patmedia.net pchome.com.tw
pec.it pediatrician.com peoplepc.com petlover.com petml.com photographer.net physicist.net pipeline.com pipex.com
pipex.net pisem.net plala.or.jp planet.nl planetmail.com planetmail.net plasa.com playful.com pldtdsl.net plus.com
plus.net pm.me pobox.com pobox.sk pochta.com pochta.ru pochtamt.ru poczta.fm poetic.com polandmail.com politician.com
pop.com.br pop3.ru popstar.com portugalmail.com portugalmail.pt post.com post.cz post.sk poste.it postecert.it
posteo.at posteo.ch posteo.de posteo.eu posteo.net posteo.org posteo.uk posteo.us postinbox.com postpro.net
presidency.com priest.com privaterelay.appleid.com prodigy.net prodigy.net.mx programmer.net proinbox.com
promessage.com protestant.com proton.me protonmail.ch protonmail.com proximus.be pt.lu ptd.net ptt.rs publicist.com
q.com qip.ru qq.com qualityservice.com quick.cz quicknet.nl qwest.net r7.com radiologist.net rambler.ru rambler.ua
ravemail.com rbcmail.ru rcn.com realemail.net reallyfast.biz reallyfast.info realtyagent.com reborn.com rediffmail.com
rediffmailpro.com reggaefan.com registerednurses.com relay.firefox.com religious.com repairman.com representative.com
rescueteam.com rin.ru riseup.net ro.ru roadrunner.com rocketmail.com rocketship.com rogers.com rome.com royal.net
rr.com runbox.com rushpost.com s-mail.com safe-mail.net safrica.com saintly.com salesperson.net samerica.com
sancharnet.in sanfranmail.com sannet.ne.jp sanook.com sapo.pt sasktel.net saunalahti.fi sbb.rs sbcglobal.net
scarlet.be sci.fi scientist.com scotlandmail.com sdf.org seanet.com secretary.net seductive.com seed.net.tw sent.as
sent.at sent.com seznam.cz sfr.fr shaw.ca sibmail.com sify.com silomails.com simplelogin.co simplelogin.com
simplelogin.fr sina.cn sina.com singapore.com singnet.com.sg siol.net skiff.com sky.com skynet.be slingshot.co.nz
slmail.me slmails.com sltnet.lk smtp.ru snakebite.com sneakemail.com snet.net so-net.ne.jp socialworker.net
sociologist.com softbank.ne.jp sogou.com sohu.com sohu.net sol.dk solcon.nl solution4u.com songwriter.net
spainmail.com spectrum.net speedpost.net speedy.com.ar speedymail.org spoko.pl spray.no spray.se sprintmail.com
sprynet.com ssl-mail.com starhub.net.sg starmedia.com starpower.net start.no startmail.com stofanet.dk stonline.sk
streamyx.com suddenlink.net suddenlinkmail.com sunrise.ch suomi24.fi supanet.com supereva.it superig.com.br
superonline.com surewest.net surfeu.de surffi.net surgical.net swbell.net sweb.cz swedenmail.com swift-mail.com
swipnet.se swissmail.com swissonline.ch sympatico.ca t-2.net t-com.hr t-online.de t-online.hu takas.lt talk21.com
talktalk.net tdcadsl.dk tds.net teachers.org tech-center.com techie.com technologist.com tele2.at tele2.fr tele2.it
tele2.nl tele2.se telefonica.net teleline.es telenet.be telepac.pt telepolis.com teletu.it telfort.nl telia.com
telkom.net telkomsa.net telus.net telusplanet.net terra.cl terra.com terra.com.ar terra.com.br terra.com.co
terra.com.mx terra.com.pe terra.es tesco.net tfwno.gf thaimail.com the-fastest.net the-quickest.com
theinternetemail.com theplate.com therapist.net tiki.ne.jp tim.it tin.it tiscali.be tiscali.co.uk tiscali.cz
tiscali.de tiscali.fr tiscali.it tiscali.lu tiscali.nl tlen.pl tm.net.my toke.com tokyo.com tom.com toothfairy.com
torontomail.com tpg.com.au ttmail.com turk.net tut.by tuta.com tuta.io tutamail.com tutanota.com tutanota.de
tvcablenet.be tvstar.com twc.com ua.fm uai.com.br ubbi.com ukonline.co.uk ukr.net ukrpost.net umpire.com une.net.co
unforgettable.com uni.de unitel.co.kr unity-mail.de unitybox.de unseen.is uol.com.ar uol.com.br uol.com.co uol.com.mx
uol.com.ve upcmail.hu upcmail.ie upcmail.nl ureach.com usa.com usa.net users.noreply.github.com
users.noreply.gitlab.com uswest.net utanet.at uymail.com verizon.net verizonmail.com versanet.de versatel.nl
veryfast.biz veryspeedy.net vfemail.net videotron.ca vipmail.hu vipsohu.net virgilio.it virgin.net virginmedia.com
visto.com vivaldi.net vk.com vnn.vn vodafone.ne.jp vodafone.net.nz vodafonemail.de vodamail.co.za voila.fr volja.net
volny.cz voo.be vp.pl vsnl.com vsnl.net vtr.net vtxnet.ch wakwak.com walla.co.il walla.com wanadoo.co.uk wanadoo.es
wanadoo.fr wanadoo.nl warpmail.net wavecable.com web.de webmail.co.za webname.com webspeed.dk welho.com westnet.com.au
who.net whoever.com wideopenwest.com wildblue.net willcom.com windowslive.com windstream.net winning.com witty.com
wmconnect.com wo.cn worker.com workmail.com worldonline.fr wowway.com wp.pl writeme.com wxs.nl xmail.ru xplornet.ca
xplornet.com xs4all.nl xsmail.com xtra.co.nz xuite.net y7mail.com ya.com ya.ru yahoo.at yahoo.be yahoo.bg yahoo.ca
yahoo.cl yahoo.cn yahoo.co.id yahoo.co.il yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.co.nz yahoo.co.th yahoo.co.uk
yahoo.co.za yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.cn yahoo.com.co yahoo.com.hk yahoo.com.mx
yahoo.com.my yahoo.com.pe yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.ve yahoo.com.vn yahoo.cz
yahoo.de yahoo.dk yahoo.ee yahoo.es yahoo.fi yahoo.fr yahoo.gr yahoo.hr yahoo.hu yahoo.ie yahoo.in yahoo.it yahoo.lt
yahoo.lv yahoo.nl yahoo.no yahoo.pl yahoo.pt yahoo.ro yahoo.rs yahoo.se yahoo.si yahoo.sk yam.com yandex.az yandex.by
yandex.co.il yandex.com yandex.com.am yandex.com.ge yandex.com.tr yandex.com.ua yandex.ee yandex.fr yandex.kg
yandex.kz yandex.lt yandex.lv yandex.md yandex.ru yandex.tj yandex.tm yandex.ua yandex.uz ybb.ne.jp yeah.net
yepmail.net ygm.com ymail.com ymobile.ne.jp ymobile1.ne.jp your-mail.com yours.com zahav.net.il zeelandnet.nl ziggo.nl
zipmail.com.br zoho.com zoho.eu zoho.in zohomail.com zohomail.eu zohomail.in zonnet.nl zoominternet.net zoomtown.com
zoznam.sk zzn.com
`

/** Below a public provider, and yet its staff's own: nobody else gets an address there. */
export const STAFF_DOMAINS = 'corp.mail.ru firma.seznam.cz rci.rogers.com'
