/**
 * Local parts of mailboxes that several people or a ticket system read (DOM-6): the roles of RFC 2142 and what
 * companies add to them. Lower-case; a host extends the list by passing more. A changed list is a line in the CHANGELOG.
 */
export const sharedMailboxNames: ReadonlySet<string> = new Set(
  `
  abuse noc security hostmaster postmaster webmaster usenet news www uucp ftp
  info marketing sales support
  admin administrator root sysadmin system operator it itsupport it-support helpdesk help-desk help servicedesk
  service-desk service services desk tickets ticket support-team
  noreply no-reply no_reply no.reply donotreply do-not-reply do_not_reply do.not.reply nobody mailer-daemon
  mailerdaemon daemon bounce bounces bounce-handler return returns-path notification notifications notify alert
  alerts monitoring automated automation bot robot
  contact contact-us contactus hello hi hey enquiries enquiry inquiries inquiry office reception mail email mailbox
  inbox general team all everyone staff employees company group list lists listserv majordomo owner request
  billing accounts accounting accounts-payable accountspayable ap ar finance invoice invoices payments payroll
  purchasing procurement orders order shipping returns
  hr jobs job careers career recruiting recruitment talent people
  legal compliance privacy dpo gdpr copyright dmca press media pr communications comms
  customer customers customerservice customer-service customercare customer-care customersupport customer-support
  care success feedback complaints
  dev developer developers engineering devops ops operations tech technical test testing demo
  ssladmin ssl-admin sslwebmaster ssladministrator dnsadmin domain domains registrar
  newsletter newsletters subscribe unsubscribe events event booking bookings reservations
  partner partners partnership partnerships community social
  `
    .trim()
    .split(/\s+/),
)
